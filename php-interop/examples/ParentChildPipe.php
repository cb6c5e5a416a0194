<?php

// A child writes lines into a named pipe, its parent reads them. The Java twin is ParentChildPipe.java.

require __DIR__ . '/Start.php';

function child(string $pipe): void
{
    $out = fopen($pipe, 'w');                    // waits until the parent reads
    fwrite($out, "hello from the child\n");
    fwrite($out, "and goodbye\n");
    fclose($out);
}

$pipe = $argv[1] . '.pipe';
if (isChild($argv)) {
    child($pipe);
    exit;
}
posix_mkfifo($pipe, 0600);
$pid = start(fn () => child($pipe), $argv);
$in = fopen($pipe, 'r');                         // waits until the child writes
while (($line = fgets($in)) !== false) {
    echo 'read: ', $line;
}
fclose($in);
pcntl_waitpid($pid, $status);
echo 'exit status ', pcntl_wexitstatus($status), "\n";
unlink($pipe);
