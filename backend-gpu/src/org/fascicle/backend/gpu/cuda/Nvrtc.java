package org.fascicle.backend.gpu.cuda;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.fascicle.backend.gpu.foreign.SignalHandlers;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** NVIDIA's compiler of kernels. Safe for any thread, as it is. */
final class Nvrtc {
    /** What it does. Each name is that of the library's own table. */
    enum Function {
        VERSION("nvrtcVersion", "pp"), ARCHITECTURE_COUNT("nvrtcGetNumSupportedArchs", "p"),
        ARCHITECTURES("nvrtcGetSupportedArchs", "p"), CREATE("nvrtcCreateProgram", "pppipp"), DESTROY("nvrtcDestroyProgram", "p"),
        COMPILE("nvrtcCompileProgram", "pip"), LOG_SIZE("nvrtcGetProgramLogSize", "pp"), LOG("nvrtcGetProgramLog", "pp"),
        CODE_SIZE("nvrtcGetCUBINSize", "pp"), CODE("nvrtcGetCUBIN", "pp"), PTX_SIZE("nvrtcGetPTXSize", "pp"),
        PTX("nvrtcGetPTX", "pp");

        final Signature signature;

        Function(String name, String parameters) {
            signature = new Signature(name, parameters);
        }
    }

    private static final int SUCCESS = 0;
    private static final int COMPILATION = 6;
    private static final int TEN = 10;
    /** Division and roots are rounded as Java rounds them, small numbers stay, and nothing is contracted: what OpenCL's compiler is told. */
    private static final List<String> EXACT =
            List.of("--std=c++17", "--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false",
                    "--disable-warnings");

    private final Map<Function, NativeFunction> functions = new EnumMap<>(Function.class);
    private final NativeFunction errorText;
    private final NativeLibrary library;

    Nvrtc(NativeLibrary library) {
        this.library = library;
        for (Function function : Function.values()) {
            functions.put(function, function.signature.in(library));
        }
        errorText = library.function("nvrtcGetErrorString", ffi_type_pointer, ffi_type_sint32);
    }

    private int status(Function function, long... arguments) {
        return (int) Objects.requireNonNull(functions.get(function)).call(arguments);
    }

    private void call(String what, Function function, long... arguments) {
        check(status(function, arguments), what);
    }

    private void check(int status, String what) {
        if (status != SUCCESS) {
            throw new BackendException(what + ": " + MemoryUtil.memUTF8(errorText.call(status)) + ", says " + library);
        }
    }

    /** For instance {@code 13.0}. */
    String version() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long numbers = stack.ncalloc(Integer.BYTES, 2, Integer.BYTES);
            call("NVRTC has no version", Function.VERSION, numbers, numbers + Integer.BYTES);
            return MemoryUtil.memGetInt(numbers) + "." + MemoryUtil.memGetInt(numbers + Integer.BYTES);
        }
    }

    /**
     * What to compile for: the machine code of a device, or, if the device is newer than this compiler, its newest language of an
     * intermediate machine, which the driver goes on from.
     *
     * @param capability of the device: 90 for 9.0
     */
    String target(int capability) {
        int[] known = architectures();
        int best = 0;
        for (int each : known) {
            best = each <= capability ? Math.max(best, each) : best;
        }
        if (best == 0) {
            throw new BackendException(
                    "NVRTC " + version() + " compiles for compute capability " + dotted(known[0]) + " and newer, and the "
                            + "device has " + dotted(capability)
                            + ". Name an older NVRTC's folder in the configuration fascicle.backend.cuda, "
                            + "'libraries', or take the backend 'opencl'");
        }
        return (best == capability ? "sm_" : "compute_") + best;
    }

    static String dotted(int capability) {
        return capability / TEN + "." + capability % TEN;
    }

    /** What it compiles for, ascending. */
    private int[] architectures() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long count = stack.ncalloc(Integer.BYTES, 1, Integer.BYTES);
            call("NVRTC does not say what it compiles for", Function.ARCHITECTURE_COUNT, count);
            int[] all = new int[MemoryUtil.memGetInt(count)];
            ByteBuffer numbers = stack.calloc(Integer.BYTES, all.length * Integer.BYTES);
            call("NVRTC does not say what it compiles for", Function.ARCHITECTURES, MemoryUtil.memAddress(numbers));
            numbers.asIntBuffer().get(all);
            return all;
        }
    }

    /**
     * Compiles kernels.
     *
     * @param target what {@link #target} says
     * @param what whose compiler refuses them, as a sentence begins
     * @return what the driver loads, in memory that whoever asked frees
     */
    ByteBuffer compile(String source, String target, String what) {
        ByteBuffer text = MemoryUtil.memUTF8(source, true);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long handle = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            call("kernels cannot be compiled", Function.CREATE, handle, MemoryUtil.memAddress(text), 0, 0, 0, 0);
            long program = MemoryUtil.memGetAddress(handle);
            try {
                PointerBuffer options = stack.mallocPointer(EXACT.size() + 1);
                EXACT.forEach(option -> options.put(stack.ASCII(option)));
                options.put(stack.ASCII("--gpu-architecture=" + target)).flip();
                // It is a compiler within this process, as others are that take signals for themselves.
                int status = SignalHandlers.keep(
                        () -> status(Function.COMPILE, program, options.remaining(), options.address()));
                if (status == COMPILATION) {
                    throw new BackendException(what + " refuses the kernels:\n" + log(program));
                }
                check(status, what + " cannot compile the kernels");
                boolean machine = target.startsWith("sm_");
                return bytes(program, machine ? Function.CODE_SIZE : Function.PTX_SIZE, machine ? Function.CODE : Function.PTX);
            } finally {
                status(Function.DESTROY, handle);
            }
        } finally {
            MemoryUtil.memFree(text);
        }
    }

    private String log(long program) {
        ByteBuffer bytes = bytes(program, Function.LOG_SIZE, Function.LOG);
        try {
            return StandardCharsets.UTF_8.decode(bytes).toString().replace("\0", "").strip();
        } finally {
            MemoryUtil.memFree(bytes);
        }
    }

    private ByteBuffer bytes(long program, Function size, Function content) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long word = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            call("what NVRTC has compiled is not there", size, program, word);
            ByteBuffer bytes = MemoryUtil.memCalloc((int) MemoryUtil.memGetLong(word) + 1);
            int status = status(content, program, MemoryUtil.memAddress(bytes));
            if (status != SUCCESS) {
                MemoryUtil.memFree(bytes);
                check(status, "what NVRTC has compiled is not there");
            }
            return bytes;
        }
    }
}
