package org.fascicle.backend.nd4j;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Callable;

import org.bytedeco.javacpp.Pointer;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.backend.nd4j.kernel.Binding;
import org.fascicle.backend.nd4j.natives.Natives;
import org.fascicle.backend.nd4j.natives.Run;
import org.jspecify.annotations.Nullable;

/** The native libraries, the thread that uses them, and the running instances, which hold native objects that only it can give back. */
final class Engine implements AutoCloseable {
    final Worker worker = new Worker("fascicle-nd4j", this::end);
    /** The worker's own. */
    final Run run = new Run();
    private final Path cache;
    private final int threads;
    /** The worker's own. */
    private final Set<Instance> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Natives natives;
    private @Nullable BackendException failure;
    private volatile boolean stopped;

    Engine(Path cache, int threads) {
        this.cache = cache;
        this.threads = threads;
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
            throw new BackendException(String.valueOf(failure.getMessage()), failure);
        }
        Natives loaded = natives;
        if (loaded == null) {
            try {
                loaded = Natives.load(cache, threads);
            } catch (BackendException e) {
                failure = e;
                throw e;
            }
            natives = loaded;
        }
        return loaded;
    }

    /** Makes an instance, on the worker's thread. */
    Instance instance(Program program, Binding.Addresses arguments) {
        return call(() -> {
            Instance instance = new Instance(this, program, arguments);
            instances.add(instance);
            return instance;
        });
    }

    /** Gives back an instance that nobody will use any more. */
    void release(Instance instance) {
        try {
            worker.call(() -> {
                instances.remove(instance);
                instance.unbind();
                return null;
            });
        } catch (StoppedException e) {
            // Its thread unbinds all instances at its end.
            worker.close();
        }
        instance.free();
    }

    /** Refuses what is not allowed after the end. */
    void requireRunning() {
        if (stopped) {
            throw new StoppedException(Nd4jBackend.NAME);
        }
    }

    private void end() {
        instances.forEach(Instance::unbind);
        instances.clear();
        if (natives != null) {
            Pointer.interruptDeallocatorThread();
        }
    }

    /** Carries out the runs that were submitted and ends the threads, JavaCPP's own too. Memory stays, for those who read it. */
    @Override
    public void close() {
        stopped = true;
        worker.close();
    }
}
