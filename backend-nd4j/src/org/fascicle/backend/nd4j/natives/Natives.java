package org.fascicle.backend.nd4j.natives;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.fascicle.api.backend.BackendException;
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

    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    public final Nd4jCpu ops;
    private final long[] typeFlags = new long[32];

    private Natives(int threads) {
        ops = new Nd4jCpu();
        ops.initializeDevicesAndFunctions();
        ops.setOmpNumThreads(1);
        Nd4jCpu.Environment environment = Nd4jCpu.Environment.getInstance();
        environment.setMaxThreads(1);
        environment.setMaxMasterThreads(1);
        Loader.load(openblas_nolapack.class);
        openblas_nolapack.blas_set_num_threads(threads);
        for (int type : new int[] {FLOAT, INT, BOOL, LONG}) {
            typeFlags[type] = flags(type);
        }
    }

    /**
     * Loads the libraries.
     *
     * @param cache where they are unpacked to
     * @param threads of OpenBLAS
     */
    public static Natives load(Path cache, int threads) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        String before = System.getProperty(CACHE);
        try {
            Files.createDirectories(cache);
            thread.setContextClassLoader(Nd4jCpu.class.getClassLoader());
            System.setProperty(CACHE, cache.toString());
            Loader.load(org.bytedeco.javacpp.presets.javacpp.class);
            if (System.getenv(Processor.VARIABLE) == null && Processor.coreType() != null) {
                setEnvironment(Processor.VARIABLE + "=" + Processor.coreType());
            }
            return new Natives(threads);
        } catch (Exception | LinkageError e) {
            throw new BackendException("ND4J's native library cannot be loaded: " + e, e);
        } finally {
            thread.setContextClassLoader(context);
            if (before == null) {
                System.clearProperty(CACHE);
            } else {
                System.setProperty(CACHE, before);
            }
        }
    }

    /**
     * Puts a variable into the process's environment, for libraries that are loaded afterwards. Java has no way to do that, but
     * JavaCPP can call a C function of one pointer. If it fails, only speed is lost.
     */
    private static void setEnvironment(String assignment) {
        try {
            Pointer putenv = Loader.addressof("putenv");
            BytePointer text = new BytePointer(Pointer.calloc(assignment.length() + 1L, 1)).capacity(assignment.length() + 1L);
            text.putString(assignment);
            Class<?> caller = Class.forName(Pointer.class.getName() + "$NativeDeallocator", true, Pointer.class.getClassLoader());
            Constructor<?> constructor = caller.getDeclaredConstructor(Pointer.class, long.class, long.class);
            Method call = caller.getDeclaredMethod("deallocate", long.class, long.class);
            constructor.setAccessible(true);
            call.setAccessible(true);
            call.invoke(constructor.newInstance(text, text.address(), putenv.address()), text.address(), putenv.address());
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger(Natives.class.getName()).log(System.Logger.Level.DEBUG, "no environment for OpenBLAS", e);
        }
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
    public String error() {
        return ops.lastErrorCode() == 0 ? null : ops.lastErrorMessage();
    }
}
