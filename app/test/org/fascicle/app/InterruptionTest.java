package org.fascicle.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InterruptionTest {
    private final Interruption interruption = new Interruption();

    @Test
    void waitsForWork() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            try (Interruption.Work work = interruption.begin()) {
                begun.countDown();
                while (!work.isToEnd()) {
                    Thread.onSpinWait();
                }
                ended.set(true);
            }
        });
        worker.start();
        begun.await();
        assertFalse(interruption.isRequested());
        interruption.request(Duration.ofSeconds(60));
        assertTrue(ended.get());
        worker.join();
    }

    @Test
    void patienceEnds() {
        long begun = System.nanoTime();
        try (Interruption.Work work = interruption.begin()) {
            interruption.request(Duration.ofMillis(50));
            assertTrue(work.isToEnd());
        }
        assertTrue(System.nanoTime() - begun >= 45_000_000);
    }

    @Test
    void awaitReturnsOnceRequested() throws InterruptedException {
        Thread asker = new Thread(() -> interruption.request(Duration.ZERO));
        asker.start();
        interruption.await();
        assertTrue(interruption.isRequested());
        asker.join();
        assertEquals(false, asker.isAlive());
    }
}
