package org.phpipc.swoole;

/**
 * A task whose temp file, if it had one, was deleted.
 *
 * @param restoreFile writes that file again, so that the message can go back to its queue
 */
record TakenTask(Task task, Runnable restoreFile) {}
