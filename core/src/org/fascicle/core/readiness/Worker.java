package org.fascicle.core.readiness;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does, off the framework's callbacks, what they only ask for: each task once, however often it was asked for before its turn. One
 * thread, which starts at first use and ends after a second without work.
 */
final class Worker {
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Worker::thread);

    Worker() {
        pool.allowCoreThreadTimeOut(true);
    }

    /** Runs a task soon. */
    void ask(Runnable task) {
        if (waiting.add(task)) {
            try {
                pool.execute(() -> {
                    waiting.remove(task);
                    task.run();
                });
            } catch (RejectedExecutionException e) {
                waiting.remove(task); // it was closed
            }
        }
    }

    /** Takes no further tasks. Waits for none: what runs may be within a callback of somebody else's. */
    void close() {
        pool.shutdown();
    }

    // The thread that asks may run with the class loader of a bundle that is about to leave.
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fascicle-readiness");
        thread.setContextClassLoader(Worker.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }
}
