<?php

/**
 * The PHP side of `phpipc demo`. It meets its peer on the message queue of the key in its argument
 * and is told on standard input, a line each, what to do:
 *
 *   receive          take a message of type 1 and say what it is
 *   send NAME        send the value of that name with type 2
 *   receive-task     take a task of type 1 as Swoole 6.2 packs it and say what it is
 *   send-task ID     send a numbered job as the task with that id, with type 2
 *   receive-jobs N   take N numbered jobs of type 1 and say how many were as expected
 *   send-jobs N      send N numbered jobs with type 2
 *   count N          count up variable 1 of the shared memory of that key N times, under its semaphore
 *
 * Each line is answered with a JSON object.
 */

declare(strict_types=1);

namespace Demo;

const TO_PHP = 1;
const FROM_PHP = 2;
const MAX_BYTES = 65536;
const COUNTER = 1;

/** The header of a task packet in Swoole 6.1 and 6.2, and what it says. */
const TASK_HEADER = 'qid/Qmessage/Llength/sworker/Ctype/Cchunk/Sfd/Sflags/Lreserved/dtime';
const TASK_HEADER_BYTES = 40;
const TASK = 8;
const SERIALIZE_NONBLOCK_NOREPLY = 2 | 4 | 128;

final class Job
{
    public function __construct(
        public string $name,
        protected int $attempts,
        private string $token,
    ) {
    }
}

function values(): array
{
    return [
        'string' => 'Grüße, 世界 🙂',
        'nested array' => [
            'id' => 7,
            'tags' => ['mail', 'urgent'],
            'limits' => ['retries' => 3, 'delay' => 1.5, 'next' => null],
            'done' => false,
        ],
        'object' => new Job('resize', 2, 's3cret'),
        'binary string' => implode(array_map('chr', range(0, 255))),
    ];
}

function job(int $n): array
{
    return ['n' => $n, 'task' => "job $n"];
}

function answer(mixed $value): array
{
    return ['saw' => seen($value), 'b64' => base64_encode(serialize($value))];
}

/** The value as PHP shows it, on one line. */
function seen(mixed $value): string
{
    if (is_string($value)) {
        $text = preg_match('//u', $value) ? ' "' . $value . '"' : ' of bytes';
        return 'string(' . strlen($value) . ')' . $text;
    }
    return preg_replace('/\s+/', ' ', trim(print_r($value, true)));
}

function receive(\SysvMessageQueue $queue): array
{
    if (!msg_receive($queue, TO_PHP, $type, MAX_BYTES, $message)) {
        return ['saw' => 'nothing', 'b64' => ''];
    }
    return answer($message);
}

function send(\SysvMessageQueue $queue, string $name): array
{
    $value = values()[$name];
    msg_send($queue, FROM_PHP, $value);
    return answer($value);
}

function receiveTask(\SysvMessageQueue $queue): array
{
    msg_receive($queue, TO_PHP, $type, MAX_BYTES, $packet, false);
    $header = unpack(TASK_HEADER, $packet);
    $payload = substr($packet, TASK_HEADER_BYTES);
    $known = $header['type'] === TASK && $header['length'] === strlen($payload);
    return ['id' => $known ? $header['id'] : -1] + answer(unserialize($payload));
}

function sendTask(\SysvMessageQueue $queue, int $id): array
{
    $payload = serialize(job($id));
    $fields = [$id, 0, strlen($payload), 0, TASK, 0, 0, SERIALIZE_NONBLOCK_NOREPLY, 0, microtime(true)];
    msg_send($queue, FROM_PHP, pack('qQLsCCSSLd', ...$fields) . $payload, false);
    return answer(job($id));
}

function receiveJobs(\SysvMessageQueue $queue, int $jobs): array
{
    $intact = 0;
    for ($n = 1; $n <= $jobs; $n++) {
        msg_receive($queue, TO_PHP, $type, MAX_BYTES, $message);
        $intact += $message === job($n) ? 1 : 0;
    }
    return ['jobs' => $intact];
}

function sendJobs(\SysvMessageQueue $queue, int $jobs): array
{
    for ($n = 1; $n <= $jobs; $n++) {
        msg_send($queue, FROM_PHP, job($n));
    }
    return ['jobs' => $jobs];
}

function countUp(int $key, int $times): array
{
    $semaphore = sem_get($key);
    $shm = shm_attach($key);
    for ($n = 1; $n <= $times; $n++) {
        sem_acquire($semaphore);
        $number = shm_has_var($shm, COUNTER) ? shm_get_var($shm, COUNTER) : 0;
        shm_put_var($shm, COUNTER, $number + 1);
        sem_release($semaphore);
    }
    return ['jobs' => $times];
}

$key = (int) $argv[1];
$queue = msg_get_queue($key);
while (($line = fgets(STDIN)) !== false) {
    [$command, $argument] = explode(' ', rtrim($line, "\n"), 2) + [1 => ''];
    $answer = match ($command) {
        'receive' => receive($queue),
        'send' => send($queue, $argument),
        'receive-task' => receiveTask($queue),
        'send-task' => sendTask($queue, (int) $argument),
        'receive-jobs' => receiveJobs($queue, (int) $argument),
        'send-jobs' => sendJobs($queue, (int) $argument),
        'count' => countUp($key, (int) $argument),
    };
    echo json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE), "\n";
}
