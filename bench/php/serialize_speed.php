<?php

/**
 * The documents and the peer of SerializeSpeed.
 *
 * make DIR: writes each document to DIR as serialize() gives it.
 * run FILE: reads "read N" or "write N" per line, answers the nanoseconds.
 */

declare(strict_types=1);

/** @return array<string, mixed> */
function documents(): array
{
    mt_srand(4);
    return [
        'job' => job(),
        'ints' => array_map(fn (int $i): int => mt_rand(0, 10 ** mt_rand(1, 9)), range(1, 1000)),
        'records' => array_map(record(...), range(1, 200)),
        'string' => substr(str_repeat("The quick brown fox jumps over the lazy dog.\n", 24_000), 0, 1 << 20),
    ];
}

/** @return array<string, mixed> */
function job(): array
{
    return [
        'id' => 1700000123,
        'queue' => 'mail.outgoing',
        'class' => 'App\\Jobs\\SendInvoice',
        'attempts' => 3,
        'reserved' => false,
        'body' => 'invoice=2023-11-0042;to=accounting@example.com;locale=en_GB',
    ];
}

/** @return array<string, mixed> */
function record(int $i): array
{
    $names = ['Ada', 'Grace', 'Édouard', 'Linus', 'Margaret', 'Dennis', 'Barbara', 'Zoë'];
    return [
        'id' => 1000 + $i,
        'name' => $names[$i % 8],
        'email' => "user$i@example.com",
        'score' => mt_rand(0, 100_000) / 1000,
        'active' => $i % 3 !== 0,
        'tags' => ['php', 'java', "t$i"],
        'note' => null,
    ];
}

function nanoseconds(string $direction, int $count, string $bytes, mixed $value): int
{
    $start = hrtime(true);
    if ($direction === 'read') {
        for ($i = 0; $i < $count; $i++) {
            unserialize($bytes);
        }
    } else {
        for ($i = 0; $i < $count; $i++) {
            serialize($value);
        }
    }
    return hrtime(true) - $start;
}

[, $command, $path] = $argv;
if ($command === 'make') {
    foreach (documents() as $name => $value) {
        file_put_contents("$path/$name.ser", serialize($value));
    }
    exit;
}
$bytes = file_get_contents($path);
$value = unserialize($bytes);
while (($line = fgets(STDIN)) !== false) {
    [$direction, $count] = explode(' ', $line);
    echo nanoseconds($direction, (int) $count, $bytes, $value), "\n";
}
