<?php

// What the examples with children share; the Java twin is Start.java.
// An example is called:  FILE            parent and children in one language
//                        FILE COMMAND... a parent whose children are another command, called with  FILE child
//                        FILE child      a child

function isChild(array $argv): bool
{
    return ($argv[2] ?? '') === 'child';
}

/** Starts a child that runs the function, or the command where one is given; gives its pid. */
function start(callable $child, array $argv): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        if (count($argv) > 2) {
            pcntl_exec('/usr/bin/env', [...array_slice($argv, 2), $argv[1], 'child']);
            exit(127);
        }
        $child();
        exit(0);
    }
    return $pid;
}
