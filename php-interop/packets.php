<?php

/**
 * Swoole's task packets with nothing but pack() and unpack(), for tests: the peer of
 * org.phpipc.swoole that shares no code with it.
 */

declare(strict_types=1);

namespace Packets;

const BYTES_12 = 'lid/Slength/sworker/Ctype/Czero/Sflags';
const BYTES_16 = 'lid/Llength/sworker/Ctype/Czero/Sflags/Sext';
const BYTES_24 = BYTES_16 . '/dtime';
const BYTES_32 = 'qid/Llength/sworker/Ctype/Czero/Sflags/Sext/Lpad/dtime';

/** Generation => header, number of TASK, temp-file structure. */
const GENERATIONS = [
    '1.8.0' => ['lid/Slength/sworker/Ctype/Cflags/Spad', 7, 'llength/a152path'],
    '1.8.7' => [BYTES_12, 7, 'llength/a152path'],
    '4.1.0' => [BYTES_12, 7, 'qlength/a152path'],
    '4.2.13' => [BYTES_12, 7, 'qlength/a152path'],
    '4.3.2' => [BYTES_16, 7, 'qlength/a152path'],
    '4.4.8' => [BYTES_16, 5, 'qlength/a152path'],
    '4.5.3' => [BYTES_16, 6, 'qlength/a152path'],
    '4.5.5' => [BYTES_24, 6, 'qlength/a152path'],
    '4.5.6' => [BYTES_32, 6, 'qlength/a256path'],
    '4.6.7' => ['qid/Qmsg/Llength/sworker/Ctype/Czero/Sflags/Sext/Lpad/dtime', 6, 'qlength/a256path'],
    '4.8.0' => ['qid/Qmsg/Llength/sworker/Ctype/Czero/Sfd/Sflags/Lpad/dtime', 7, 'qlength/a256path'],
    '6.1.0' => ['qid/Qmsg/Llength/sworker/Ctype/Czero/Sfd/Sflags/Lpad/dtime', 8, 'qlength/a256path'],
];

/** The generation of a release, such as '6.2.2'. */
function generation(string $version): string
{
    $known = array_filter(array_keys(GENERATIONS), fn ($first) => version_compare($first, $version, '<='));
    return end($known);
}

/** What pack() makes of named values; those that are not named are 0. */
function struct(string $format, array $values): string
{
    $bytes = '';
    foreach (explode('/', $format) as $field) {
        preg_match('/^([a-zA-Z]\d*)(\w+)$/', $field, $parts);
        $bytes .= pack($parts[1], $values[$parts[2]] ?? 0);
    }
    return $bytes;
}

/** The value of a task as its packet, spilled to the directory where it is too long. */
function packet(string $generation, int $id, int $worker, mixed $value, string $spool): string
{
    [$header, $type, $file] = GENERATIONS[$generation];
    $payload = is_string($value) ? $value : serialize($value);
    $flags = 4 | (is_string($value) ? 0 : 2);
    if (strlen($payload) >= 8192 - strlen(struct($header, []))) {
        do {
            $path = $spool . '/swoole.task.' . substr(strtr(base64_encode(random_bytes(9)), '+/', 'ab'), 0, 6);
        } while (($handle = @fopen($path, 'x')) === false);
        chmod($path, 0600);
        fwrite($handle, $payload);
        fclose($handle);
        $payload = struct($file, ['length' => strlen($payload), 'path' => $path]);
        $flags |= 1;
    }
    $fields = ['id' => $id, 'length' => strlen($payload), 'worker' => $worker, 'type' => $type, 'flags' => $flags];
    return struct($header, $fields) . $payload;
}

/** What a packet says: id, worker, type, flags, whether its length is right, and its value. */
function parse(string $generation, string $packet): array
{
    [$header, $task, $file] = GENERATIONS[$generation];
    $size = strlen(struct($header, []));
    $fields = unpack($header, $packet);
    $payload = substr($packet, $size);
    if ($fields['flags'] & 1) {
        $claim = unpack($file, $payload);
        $path = rtrim($claim['path'], "\0");
        $payload = file_get_contents($path);
        unlink($path);
        $fields['whole'] = strlen($payload) === $claim['length'];
    } else {
        $fields['whole'] = true;
    }
    return [
        'id' => $fields['id'],
        'worker' => $fields['worker'],
        'task' => $fields['type'] === $task,
        'flags' => $fields['flags'],
        'whole' => $fields['whole'] && $fields['length'] === strlen($packet) - $size,
        'value' => $fields['flags'] & 2 ? unserialize($payload) : $payload,
    ];
}
