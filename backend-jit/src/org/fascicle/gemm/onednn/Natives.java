package org.fascicle.gemm.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.fascicle.backend.jit.gemm.GemmException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** The native library, loaded, with its one engine. It stays for as long as the bundle that holds its binding. */
final class Natives {
    private static final String VERSION = "3.11-1.5.13";
    private static @Nullable Natives loaded;
    private static @Nullable GemmException failure;

    final dnnl_engine engine = new dnnl_engine();
    private final BytePointer none = new BytePointer(1);
    private final Object threads;
    private final Method call;
    private final long address;
    /**
     * Which threads have set OpenMP to one thread. A JDK type as the value: threads that outlive this bundle must not hold it.
     */
    private final ThreadLocal<Boolean> single = new ThreadLocal<>();

    private Natives() throws ReflectiveOperationException {
        Pointer function = Loader.addressof("omp_set_num_threads");
        if (function == null) {
            throw new GemmException("oneDNN's OpenMP has no omp_set_num_threads", null);
        }
        address = function.address();
        Class<?> caller = Class.forName(Pointer.class.getName() + "$NativeDeallocator", true, Pointer.class.getClassLoader());
        Constructor<?> constructor = caller.getDeclaredConstructor(Pointer.class, long.class, long.class);
        constructor.setAccessible(true);
        threads = constructor.newInstance(none, 1L, address);
        call = caller.getDeclaredMethod("deallocate", long.class, long.class);
        call.setAccessible(true);
        useOneThread();
        check(dnnl_engine_create(engine, dnnl_cpu, 0), "an engine");
    }

    /**
     * The library; loaded by the first call.
     *
     * @throws GemmException if it cannot be loaded, then and ever after
     */
    static synchronized Natives get() {
        if (failure != null) {
            throw failure;
        }
        Natives natives = loaded;
        if (natives == null) {
            try {
                natives = load();
            } catch (Exception | LinkageError e) {
                GemmException lasting = new GemmException("oneDNN's native library cannot be loaded: " + e, e);
                failure = lasting;
                throw lasting;
            }
            loaded = natives;
        }
        return natives;
    }

    private static Natives load() throws IOException, ReflectiveOperationException {
        // None outside a framework, in tests: there, JavaCPP finds the libraries on the class path.
        Bundle bundle = FrameworkUtil.getBundle(dnnl_engine.class);
        Path cache = cache(bundle);
        Files.createDirectories(cache);
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(dnnl_engine.class.getClassLoader());
            unpackTo(cache);
            if (bundle != null) {
                Libraries.unpack(bundle, Loader.getPlatform(), cache);
                Loader.loadProperties().setProperty("platform.preloadpath", cache.toString());
            }
            Loader.load(dnnl.class);
            // It began with this call's stack, whose class loaders it would hold for good; products close what they allocate.
            Pointer.interruptDeallocatorThread();
            return new Natives();
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /**
     * Says where JavaCPP unpacks to, and copies to what another class loader of this process has loaded already: its default folder is
     * the same for every version of a bundle. What it offers for that is a System property; this is what it would keep of it.
     */
    private static void unpackTo(Path cache) throws ReflectiveOperationException {
        Field folder = Loader.class.getDeclaredField("cacheDir");
        folder.setAccessible(true);
        folder.set(null, cache.toFile());
    }

    /** Where libraries are unpacked to: a folder for each version of the bundle that has them. */
    private static Path cache(Bundle bundle) {
        String base = System.getenv("XDG_CACHE_HOME");
        Path folder = base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return folder.resolve("fascicle").resolve("onednn-" + VERSION + (bundle == null ? "" : "-" + bundle.getVersion()));
    }

    /**
     * Keeps oneDNN to the calling thread, from now on. OpenMP has such a setting for each thread, a C function of one integer; the
     * binding does not have it, but JavaCPP can call a C function of one word.
     */
    void useOneThread() {
        if (single.get() == null) {
            try {
                call.invoke(threads, 1L, address);
            } catch (ReflectiveOperationException e) {
                throw new GemmException("OpenMP cannot be set to use one thread", e);
            }
            single.set(true);
        }
    }

    /** Turns a status into an exception. */
    static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new GemmException("oneDNN did not give " + what + ": status " + status, null);
        }
    }
}
