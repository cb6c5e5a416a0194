<?php

/**
 * For a worker that answers Java's `TaskQueue.call`, in onTask or in a loop of its own:
 *
 *   phpipc_answer($data, fn ($value) => ...);
 *
 * The task names the queue and the message type of the answer. The caller reads all the time, so a
 * full queue is tried again, for a second; one that is gone is not made anew. False if nobody was told.
 */
function phpipc_answer(array $task, callable $work): bool
{
    try {
        $answer = ['value' => $work($task['value'])];
    } catch (Throwable $e) {
        $answer = ['error' => get_class($e) . ': ' . $e->getMessage()];
    }
    for ($try = 0; $try < 100 && msg_queue_exists($task['reply_key']); $try++) {
        if (@msg_send(msg_get_queue($task['reply_key']), $task['reply_type'], $answer, true, false, $errno)) {
            return true;
        }
        $errno === MSG_EAGAIN ? usleep(10000) : $answer = ['error' => "the answer is refused with error $errno"];
    }
    return false;
}
