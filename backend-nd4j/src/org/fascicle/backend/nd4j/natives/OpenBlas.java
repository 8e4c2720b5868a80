package org.fascicle.backend.nd4j.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Files;
import java.util.stream.Stream;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/**
 * What OpenBLAS sets for the whole process: which kernels it computes with, and how many threads it has. It reads the first from the
 * environment alone. Where it has chosen others than are wanted, it is made to choose again, and the environment differs for that moment;
 * Java does not see it at all.
 */
final class OpenBlas {
    private static final System.Logger LOG = System.getLogger(OpenBlas.class.getName());
    private static final Path LOADED = Path.of("/proc/self/maps");
    private static final String LIBRARY = "libopenblas";
    /** The variable with the kernels in use; that and the name of others are the name of a variable with them. */
    private static final String KERNELS = "gotoblas";
    /** For functions that take no argument. */
    private static final long NOTHING = 1;

    private OpenBlas() {}

    /** Whether the process has it, of whichever class loader. */
    static boolean isLoaded() {
        try (Stream<String> lines = Files.lines(LOADED)) {
            return lines.anyMatch(line -> line.contains(LIBRARY));
        } catch (IOException | SecurityException e) {
            // Not Linux: then nothing but the number of threads is set.
            return true;
        }
    }

    /**
     * Makes the settings. If some fail, only speed is lost, or a thread waits for nothing.
     *
     * @param first whether nobody else in the process can be using it
     */
    static void set(int threads, boolean first) {
        try {
            if (first) {
                chooseKernels(Processor.coreType());
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "OpenBLAS keeps the kernels that it has", e);
        }
        if (openblas_nolapack.blas_get_num_threads() != threads) {
            openblas_nolapack.blas_set_num_threads(threads);
        }
        try {
            if (first && threads == 1) {
                // One for each processor, started when it was loaded.
                Function.of("blas_thread_shutdown_").call(NOTHING);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "OpenBLAS keeps the threads that it has", e);
        }
    }

    private static void chooseKernels(@Nullable String wanted) throws ReflectiveOperationException {
        Pointer others = wanted == null ? null : Loader.addressof(KERNELS + "_" + wanted);
        if (System.getenv(Processor.VARIABLE) != null || others == null
                || new LongPointer(Loader.addressof(KERNELS)).get(0) == others.address()) {
            return;
        }
        Function forget = Function.of("gotoblas_dynamic_quit");
        Function choose = Function.of("gotoblas_dynamic_init");
        Function put = Function.of("putenv");
        Function remove = Function.of("unsetenv");
        try (BytePointer assignment = new BytePointer(Processor.VARIABLE + "=" + wanted);
                BytePointer name = new BytePointer(Processor.VARIABLE)) {
            put.call(assignment.address());
            try {
                forget.call(NOTHING);
                choose.call(NOTHING);
            } finally {
                remove.call(name.address());
            }
        }
    }
}
