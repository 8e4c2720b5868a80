package org.fascicle.backend.gpu.cuda;

import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The functions of the driver that are used, in the versions to which today's header maps their names. Safe for any thread. */
final class Cuda {
    /** What the driver does. Each name is that of the library's own table. */
    enum Function {
        INIT("cuInit", "u"), DRIVER_VERSION("cuDriverGetVersion", "p"), ERROR_NAME("cuGetErrorName", "ip"),
        ERROR_TEXT("cuGetErrorString", "ip"), DEVICE_COUNT("cuDeviceGetCount", "p"), DEVICE("cuDeviceGet", "pi"),
        DEVICE_NAME("cuDeviceGetName", "pii"), DEVICE_ATTRIBUTE("cuDeviceGetAttribute", "pii"),
        RETAIN_CONTEXT("cuDevicePrimaryCtxRetain", "pi"), RELEASE_CONTEXT("cuDevicePrimaryCtxRelease_v2", "i"),
        PUSH_CONTEXT("cuCtxPushCurrent_v2", "p"), POP_CONTEXT("cuCtxPopCurrent_v2", "p"), MEMORY("cuMemGetInfo_v2", "pp"),
        ALLOCATE("cuMemAlloc_v2", "pl"), FREE("cuMemFree_v2", "l"), ALLOCATE_HOST("cuMemHostAlloc", "plu"),
        FREE_HOST("cuMemFreeHost", "p"), FILL("cuMemsetD8Async", "lblp"), TO_DEVICE("cuMemcpyHtoDAsync_v2", "lplp"),
        TO_HOST("cuMemcpyDtoHAsync_v2", "pllp"), COPY("cuMemcpyDtoDAsync_v2", "lllp"), CREATE_STREAM("cuStreamCreate", "pu"),
        DESTROY_STREAM("cuStreamDestroy_v2", "p"), FINISH_STREAM("cuStreamSynchronize", "p"),
        WAIT_FOR_EVENT("cuStreamWaitEvent", "ppu"), CREATE_EVENT("cuEventCreate", "pu"), RECORD_EVENT("cuEventRecord", "pp"),
        FINISH_EVENT("cuEventSynchronize", "p"), ELAPSED("cuEventElapsedTime", "ppp"), DESTROY_EVENT("cuEventDestroy_v2", "p"),
        LOAD_MODULE("cuModuleLoadData", "pp"),
        UNLOAD_MODULE("cuModuleUnload", "p"), KERNEL("cuModuleGetFunction", "ppp"), LAUNCH("cuLaunchKernel", "puuuuuuuppp"),
        BEGIN_CAPTURE("cuStreamBeginCapture_v2", "pi"), END_CAPTURE("cuStreamEndCapture", "pp"),
        INSTANTIATE("cuGraphInstantiateWithFlags", "ppl"), DESTROY_GRAPH("cuGraphDestroy", "p"),
        LAUNCH_GRAPH("cuGraphLaunch", "pp"), DESTROY_EXECUTABLE("cuGraphExecDestroy", "p");

        final Signature signature;

        Function(String name, String parameters) {
            signature = new Signature(name, parameters);
        }
    }

    static final int SUCCESS = 0;
    static final int NO_DEVICE = 100;
    /** Of a stream: does not wait for the one that everybody has. */
    static final int NON_BLOCKING = 1;
    /** Of an event: nobody asks when it was. */
    static final int WITHOUT_TIMES = 2;
    /** Of an event: the device's clock is written down. */
    static final int WITH_TIMES = 0;
    /** Of a capture: only this thread is kept from what would spoil it. */
    static final int OF_THIS_THREAD = 1;
    static final int CAPABILITY_MAJOR = 75;
    static final int CAPABILITY_MINOR = 76;
    private static final int OUT_OF_MEMORY = 2;
    /** After these a context is of no use any more. */
    private static final Set<Integer> LOST =
            Set.of(46, 214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 999);
    private static final int THOUSAND = 1000;
    private static final int TEN = 10;

    private final FunctionTable<Function> functions;

    Cuda(NativeLibrary library) {
        functions = new FunctionTable<>(library, Function.class, function -> function.signature);
    }

    /** Calls a function, and gives its status. */
    int status(Function function, long... arguments) {
        return functions.status(function, arguments);
    }

    /** Calls a function. */
    void call(String what, Function function, long... arguments) {
        check(status(function, arguments), what);
    }

    /** Calls a function that puts one word at the address that is its first argument, and gives the word. */
    long made(String what, Function function, long... arguments) {
        return functions.made(status -> check(status, what), function, arguments);
    }

    /** A call that is made again and again. */
    NativeFunction.Prepared prepare(Function function, long... arguments) {
        return functions.prepare(function, arguments);
    }

    /** The newest CUDA that the driver knows: {@code 13.0}. */
    String version() {
        return majorVersion() + "." + number() % THOUSAND / TEN;
    }

    /** The first number of it. */
    int majorVersion() {
        return number() / THOUSAND;
    }

    /** As the driver writes it: 13000 is 13.0. */
    private int number() {
        return (int) made("the driver has no version", Function.DRIVER_VERSION);
    }

    /** Refuses a status that is not success. */
    void check(int status, String what) {
        if (status != SUCCESS) {
            throw new StatusException(status, what + ": " + text(status));
        }
    }

    private String text(int status) {
        String text = text(Function.ERROR_NAME, status, "CUDA's error " + status) + text(Function.ERROR_TEXT, status, "");
        return LOST.contains(status)
                ? text + ". The device is lost, with all that it held: go on from the last archive, in a new process"
                : text;
    }

    private String text(Function function, int status, String otherwise) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long address = stack.ncalloc(Long.BYTES, 1, Long.BYTES);
            boolean known = status(function, status, address) == SUCCESS && MemoryUtil.memGetAddress(address) != 0;
            String text = known ? MemoryUtil.memUTF8(MemoryUtil.memGetAddress(address)) : otherwise;
            return known && function == Function.ERROR_TEXT ? " (" + text + ")" : text;
        }
    }

    /** What the driver did not do. */
    static final class StatusException extends BackendException {
        private static final long serialVersionUID = 1L;

        private final int status;

        StatusException(int status, String message) {
            super(message);
            this.status = status;
        }

        boolean isOfMemory() {
            return status == OUT_OF_MEMORY;
        }
    }
}
