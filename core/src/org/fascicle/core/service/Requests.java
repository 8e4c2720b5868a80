package org.fascicle.core.service;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** What other threads ask of a training, done between two steps; at once when no step is to come. Safe for any thread. */
final class Requests {
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private boolean over;

    /** Does something between two steps and waits for it. */
    <T> T ask(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(Problems.ours(action));
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            } catch (Error e) {
                done.completeExceptionally(e);
                throw e;
            }
        };
        synchronized (this) {
            if (over) {
                task.run();
            } else {
                asked.add(task);
            }
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            throw Problems.ours(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Whether something was asked that is not done yet. */
    synchronized boolean isAny() {
        return !asked.isEmpty();
    }

    /** Does what was asked. */
    void drain() {
        for (Runnable next = poll(); next != null; next = poll()) {
            next.run();
        }
    }

    /** Does what was asked; no step is to come any more. */
    synchronized void end() {
        over = true;
        drain();
    }

    private synchronized @Nullable Runnable poll() {
        return asked.poll();
    }
}
