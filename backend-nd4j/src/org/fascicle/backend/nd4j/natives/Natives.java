package org.fascicle.backend.nd4j.natives;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.fascicle.api.backend.BackendException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * The native libraries: libnd4j through its JNI binding, and the OpenBLAS that it brings. The classes above the binding (Nd4j,
 * INDArray, executioner) are left out: they cost microseconds and kilobytes a call, and start threads. Loaded and used by the
 * {@code Worker}'s thread only.
 */
public final class Natives {
    /** libnd4j's numbers of its data types. */
    static final int FLOAT = 5;
    static final int INT = 9;
    static final int BOOL = 1;
    static final int LONG = 10;

    public final Nd4jCpu ops;
    private final long[] typeFlags = new long[32];

    private Natives() {
        ops = new Nd4jCpu();
        ops.initializeDevicesAndFunctions();
        ops.setOmpNumThreads(1);
        Nd4jCpu.Environment environment = Nd4jCpu.Environment.getInstance();
        environment.setMaxThreads(1);
        environment.setMaxMasterThreads(1);
        for (int type : new int[] {FLOAT, INT, BOOL, LONG}) {
            typeFlags[type] = flags(type);
        }
    }

    /**
     * Loads the libraries. OpenBLAS has settings that are the process's: they are made where it is loaded first, under the one lock that all
     * class loaders of the virtual machine share.
     *
     * @param cache where they are unpacked to
     * @param threads of OpenBLAS
     */
    public static Natives load(Path cache, int threads) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try {
            Files.createDirectories(cache);
            thread.setContextClassLoader(Nd4jCpu.class.getClassLoader());
            unpackTo(cache);
            synchronized (Runtime.getRuntime()) {
                boolean first = !OpenBlas.isLoaded();
                Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
                Natives natives = new Natives();
                Loader.load(openblas_nolapack.class);
                OpenBlas.set(threads, first);
                return natives;
            }
        } catch (Exception | LinkageError e) {
            throw new BackendException("ND4J's native library cannot be loaded: " + e, e);
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /**
     * Says where JavaCPP unpacks to: its default folder is the same for every version of a bundle. What it offers for that is a System
     * property; this is what it would keep of it.
     */
    private static void unpackTo(Path cache) throws ReflectiveOperationException {
        Field folder = Loader.class.getDeclaredField("cacheDir");
        folder.setAccessible(true);
        folder.set(null, cache.toFile());
    }

    private long flags(int type) {
        try (LongPointer one = new LongPointer(1L)) {
            one.put(0, 1L);
            LongPointer info = new LongPointer(ops.getConstantShapeBufferPrimary(
                    ops.shapeBuffer(1, one, one, type, 'c', 1, false)));
            return info.get(3);
        }
    }

    /** What libnd4j's shape descriptions hold for a type. */
    long typeFlags(int type) {
        return typeFlags[type];
    }

    public Pointer pointer(long address) {
        return ops.pointerForAddress(address);
    }

    OpaqueDataBuffer data(long address, int type, long count) {
        return ops.dbCreateExternalDataBuffer(count, type, pointer(address), null);
    }

    void release(OpaqueDataBuffer data) {
        ops.deleteDataBuffer(data);
    }

    /** libnd4j's message if its last operations met an error, else null. */
    public @Nullable String error() {
        return ops.lastErrorCode() == 0 ? null : ops.lastErrorMessage();
    }
}
