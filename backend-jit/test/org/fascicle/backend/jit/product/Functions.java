package org.fascicle.backend.jit.product;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.machine.ToolFiles;
import org.fascicle.backend.jit.render.Prelude;
import org.lwjgl.system.MemoryUtil;

/** The functions of this package, compiled for all processors whose code runs here, and memory to call them with. Used by one thread. */
final class Functions implements AutoCloseable {
    /** What may be read behind a tensor; filled with NaN. */
    static final int GUARD = 16;

    /** The bytes of the scratch of a product. */
    static final long SCRATCH = (1 << 16) * (long) Float.BYTES;

    final Map<Target, Code> codes = new EnumMap<>(Target.class);
    final long words = MemoryUtil.nmemAlignedAllocChecked(64, 256);
    final long scratch = MemoryUtil.nmemAlignedAllocChecked(64, SCRATCH + Long.BYTES);
    private final List<Compiler> compilers = new ArrayList<>();
    private final List<Long> blocks = new ArrayList<>();

    Functions(Path folder) {
        for (Target target : Target.values()) {
            if (target.isSupported()) {
                Compiler compiler = new Compiler(folder, target, ToolFiles.find(), Compiler.BYTES);
                compilers.add(compiler);
                codes.put(target, compiler.compile(text()));
            }
        }
        MemoryUtil.memPutLong(scratch + SCRATCH, GUARD);
    }

    private static String text() {
        try (InputStream in = NativeGemm.class.getResourceAsStream("products.cc")) {
            return Prelude.text() + new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function with words. */
    void call(Code code, String name, long... given) {
        for (int i = 0; i < given.length; i++) {
            MemoryUtil.memPutLong(words + 8L * i, given[i]);
        }
        code.function(name).call(words);
    }

    /** The address of a copy. */
    long copy(float[] values) {
        long block = MemoryUtil.nmemAlignedAllocChecked(64, 4L * (values.length + GUARD));
        blocks.add(block);
        MemoryUtil.memFloatBuffer(block, values.length).put(values);
        for (int i = 0; i < GUARD; i++) {
            MemoryUtil.memPutFloat(block + 4L * (values.length + i), Float.NaN);
        }
        return block;
    }

    /** What a copy holds now; fails if anything was written behind it. */
    float[] back(long block, int count) {
        for (int i = 0; i < GUARD; i++) {
            if (!Float.isNaN(MemoryUtil.memGetFloat(block + 4L * (count + i)))) {
                throw new AssertionError("something was written " + i + " elements behind the end");
            }
        }
        float[] values = new float[count];
        MemoryUtil.memFloatBuffer(block, count).get(values);
        return values;
    }

    /** Forgets all copies. */
    void clear() {
        if (MemoryUtil.memGetLong(scratch + SCRATCH) != GUARD) {
            throw new AssertionError("something was written behind the scratch");
        }
        blocks.forEach(MemoryUtil::nmemAlignedFree);
        blocks.clear();
    }

    @Override
    public void close() {
        clear();
        compilers.forEach(Compiler::close);
        MemoryUtil.nmemAlignedFree(words);
        MemoryUtil.nmemAlignedFree(scratch);
    }
}
