<?php

// A class around a named pipe, with reads of some bytes and of all there is. The Java twin is PipeClass.java.

require __DIR__ . '/Start.php';

final class Pipe
{
    private $stream;

    public function __construct(string $path, string $mode)
    {
        if (!file_exists($path)) {
            posix_mkfifo($path, 0600);
        }
        $this->stream = fopen($path, $mode);
    }

    /** Waits until so many bytes are there. */
    public function read(int $bytes): string
    {
        return fread($this->stream, $bytes);
    }

    /** Waits until the writer closes. */
    public function readAll(): string
    {
        $all = '';
        while (!feof($this->stream)) {
            $all .= fread($this->stream, 8192);
        }
        return $all;
    }

    public function write(string $data): int
    {
        return fwrite($this->stream, $data);
    }

    public function close(): void
    {
        fclose($this->stream);
    }
}

function child(string $path): void
{
    $pipe = new Pipe($path, 'w');
    $pipe->write('head:');
    $pipe->write(str_repeat('body', 50000));     // more than the pipe holds: waits for the reader
    $pipe->close();
}

$path = $argv[1] . '.pipe';
if (isChild($argv)) {
    child($path);
    exit;
}
posix_mkfifo($path, 0600);
$pid = start(fn () => child($path), $argv);
$pipe = new Pipe($path, 'r');
echo 'some bytes: ', $pipe->read(5), "\n";
echo 'all the rest: ', strlen($pipe->readAll()), " bytes\n";
$pipe->close();
pcntl_waitpid($pid, $status);
unlink($path);
