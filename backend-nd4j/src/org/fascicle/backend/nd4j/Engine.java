package org.fascicle.backend.nd4j;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;

import org.bytedeco.javacpp.Pointer;
import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.nd4j.natives.Natives;
import org.fascicle.backend.nd4j.natives.Run;

/** The native libraries, the thread that uses them, and all memory that was taken and not yet given back. */
final class Engine implements AutoCloseable {
    /** Something with memory. */
    interface Resource {
        /** Gives the memory back, on the worker's thread, once; whoever uses it afterwards must be refused. */
        void release();
    }

    final Worker worker;
    /** The worker's own. */
    final Run run = new Run();
    private final Path cache;
    private final int threads;
    private final Set<Resource> open = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private Natives natives;
    private BackendException failure;

    Engine(Path cache, int threads) {
        this.cache = cache;
        this.threads = threads;
        this.worker = new Worker("fascicle-nd4j");
    }

    /** Runs something on the worker's thread, with the libraries loaded. */
    <T> T call(Callable<T> task) {
        return worker.call(() -> {
            natives();
            return task.call();
        });
    }

    /** The libraries; on the worker's thread only. */
    Natives natives() {
        if (failure != null) {
            throw new BackendException(failure.getMessage(), failure);
        }
        if (natives == null) {
            try {
                natives = Natives.load(cache, threads);
            } catch (BackendException e) {
                failure = e;
                throw e;
            }
        }
        return natives;
    }

    /** Remembers something that is released when the backend stops. */
    void opened(Resource resource) {
        open.add(resource);
    }

    /** Releases something; does nothing if the backend has stopped and released it before. */
    void close(Resource resource) {
        if (open.remove(resource)) {
            worker.call(() -> {
                resource.release();
                return null;
            });
        }
    }

    /** Gives all memory back and ends the threads, JavaCPP's own too. */
    @Override
    public void close() {
        worker.call(() -> {
            failure = new BackendException("the backend has been stopped");
            for (Resource resource : open.toArray(new Resource[0])) {
                resource.release();
            }
            open.clear();
            if (natives != null) {
                Pointer.interruptDeallocatorThread();
            }
            return null;
        });
        worker.close();
    }
}
