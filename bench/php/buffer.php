<?php

/** The same peer as for queue. */

declare(strict_types=1);

require __DIR__ . '/queue.php';
