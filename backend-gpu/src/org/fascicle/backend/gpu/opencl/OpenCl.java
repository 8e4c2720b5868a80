package org.fascicle.backend.gpu.opencl;

import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint32;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_uint64;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.foreign.NativeFunction;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libffi.FFIType;

/** The functions of OpenCL 1.2 that are used, from the system's loader of drivers. Safe for any thread, as they are. */
final class OpenCl {
    static final int SUCCESS = 0;
    static final long ALL_DEVICES = 0xFFFFFFFFL;
    static final int PLATFORM_VERSION = 0x0901;
    static final int PLATFORM_NAME = 0x0902;
    static final int DEVICE_GREATEST_ALLOCATION = 0x1010;
    static final int DEVICE_MEMORY = 0x101F;
    static final int DEVICE_NAME = 0x102B;
    static final int DRIVER_VERSION = 0x102D;
    static final long READ_WRITE = 1;
    private static final int NO_PLATFORM = -1001;
    private static final int BUILD_LOG = 0x1183;
    private static final int OBJECT_MEMORY = -4;
    private static final int OUT_OF_RESOURCES = -5;
    private static final int OUT_OF_HOST_MEMORY = -6;
    private static final int BUILD_FAILED = -11;
    private static final int BUFFER_SIZE = -61;
    private static final Map<Integer, String> ERRORS = Map.of(OBJECT_MEMORY, "the device has no memory for it",
            OUT_OF_RESOURCES, "the device is out of resources, or was lost", OUT_OF_HOST_MEMORY, "there is no memory",
            BUFFER_SIZE, "the device has no pieces of memory of that size", -30, "a value is not valid",
            -54, "the device has no groups of that size", -36, "the queue is not valid", NO_PLATFORM, "there is no driver");

    private static final FFIType POINTER = ffi_type_pointer;
    private static final FFIType INT = ffi_type_sint32;
    private static final FFIType UINT = ffi_type_uint32;
    private static final FFIType LONG = ffi_type_uint64;

    private final NativeFunction platforms;
    private final NativeFunction platformInfo;
    private final NativeFunction devices;
    private final NativeFunction deviceInfo;
    final NativeFunction createContext;
    final NativeFunction createQueue;
    final NativeFunction createBuffer;
    final NativeFunction releaseMemory;
    final NativeFunction releaseQueue;
    final NativeFunction releaseContext;
    final NativeFunction write;
    final NativeFunction read;
    final NativeFunction copy;
    final NativeFunction fill;
    final NativeFunction createProgram;
    final NativeFunction build;
    private final NativeFunction buildInfo;
    final NativeFunction releaseProgram;
    final NativeFunction createKernel;
    final NativeFunction setArgument;
    final NativeFunction releaseKernel;
    final NativeFunction launch;
    final NativeFunction flush;
    final NativeFunction finish;
    final NativeFunction mark;
    final NativeFunction await;
    final NativeFunction releaseEvent;

    OpenCl(NativeLibrary library) {
        platforms = library.function("clGetPlatformIDs", INT, UINT, POINTER, POINTER);
        platformInfo = library.function("clGetPlatformInfo", INT, POINTER, UINT, LONG, POINTER, POINTER);
        devices = library.function("clGetDeviceIDs", INT, POINTER, LONG, UINT, POINTER, POINTER);
        deviceInfo = library.function("clGetDeviceInfo", INT, POINTER, UINT, LONG, POINTER, POINTER);
        createContext = library.function("clCreateContext", POINTER, POINTER, UINT, POINTER, POINTER, POINTER, POINTER);
        createQueue = library.function("clCreateCommandQueue", POINTER, POINTER, POINTER, LONG, POINTER);
        createBuffer = library.function("clCreateBuffer", POINTER, POINTER, LONG, LONG, POINTER, POINTER);
        releaseMemory = library.function("clReleaseMemObject", INT, POINTER);
        releaseQueue = library.function("clReleaseCommandQueue", INT, POINTER);
        releaseContext = library.function("clReleaseContext", INT, POINTER);
        write = library.function("clEnqueueWriteBuffer", INT, POINTER, POINTER, UINT, LONG, LONG, POINTER, UINT, POINTER,
                POINTER);
        read = library.function("clEnqueueReadBuffer", INT, POINTER, POINTER, UINT, LONG, LONG, POINTER, UINT, POINTER,
                POINTER);
        copy = library.function("clEnqueueCopyBuffer", INT, POINTER, POINTER, POINTER, LONG, LONG, LONG, UINT, POINTER,
                POINTER);
        fill = library.function("clEnqueueFillBuffer", INT, POINTER, POINTER, POINTER, LONG, LONG, LONG, UINT, POINTER,
                POINTER);
        createProgram = library.function("clCreateProgramWithSource", POINTER, POINTER, UINT, POINTER, POINTER, POINTER);
        build = library.function("clBuildProgram", INT, POINTER, UINT, POINTER, POINTER, POINTER, POINTER);
        buildInfo = library.function("clGetProgramBuildInfo", INT, POINTER, POINTER, UINT, LONG, POINTER, POINTER);
        releaseProgram = library.function("clReleaseProgram", INT, POINTER);
        createKernel = library.function("clCreateKernel", POINTER, POINTER, POINTER, POINTER);
        setArgument = library.function("clSetKernelArg", INT, POINTER, UINT, LONG, POINTER);
        releaseKernel = library.function("clReleaseKernel", INT, POINTER);
        launch = library.function("clEnqueueNDRangeKernel", INT, POINTER, POINTER, UINT, POINTER, POINTER, POINTER, UINT,
                POINTER, POINTER);
        flush = library.function("clFlush", INT, POINTER);
        finish = library.function("clFinish", INT, POINTER);
        mark = library.function("clEnqueueMarkerWithWaitList", INT, POINTER, UINT, POINTER, POINTER);
        await = library.function("clWaitForEvents", INT, UINT, POINTER);
        releaseEvent = library.function("clReleaseEvent", INT, POINTER);
    }

    /** All devices of all drivers, in the order in which the loader gives them; none where there is no driver. */
    List<long[]> all() {
        List<long[]> found = new ArrayList<>();
        for (long platform : handles(platforms)) {
            for (long device : handles(devices, platform, ALL_DEVICES)) {
                found.add(new long[] {platform, device});
            }
        }
        return found;
    }

    private static long[] handles(NativeFunction list, long... first) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long count = stack.ncalloc(4, 1, 4);
            // No driver, or a driver without a device, is no error here.
            if (call(list, first, 0, 0, count) != SUCCESS) {
                return new long[0];
            }
            int number = MemoryUtil.memGetInt(count);
            ByteBuffer handles = stack.calloc(8, Math.max(1, number) * 8);
            check(call(list, first, number, MemoryUtil.memAddress(handles), 0), "the devices cannot be listed");
            long[] all = new long[number];
            handles.asLongBuffer().get(all);
            return all;
        }
    }

    private static int call(NativeFunction list, long[] first, long... rest) {
        long[] arguments = new long[first.length + rest.length];
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(rest, 0, arguments, first.length, rest.length);
        return (int) list.call(arguments);
    }

    String platformText(long platform, int what) {
        return text(platformInfo, platform, what);
    }

    String deviceText(long device, int what) {
        return text(deviceInfo, device, what);
    }

    long deviceNumber(long device, int what) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long value = stack.ncalloc(8, 1, 8);
            check((int) deviceInfo.call(device, what, 8, value, 0), "the device does not describe itself");
            return MemoryUtil.memGetLong(value);
        }
    }

    private static String text(NativeFunction info, long... of) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long size = stack.ncalloc(8, 1, 8);
            check(call(info, of, 0, 0, size), "the driver does not describe itself");
            ByteBuffer text = MemoryUtil.memAlloc((int) MemoryUtil.memGetLong(size) + 1);
            try {
                check(call(info, of, text.remaining(), MemoryUtil.memAddress(text), 0), "the driver does not describe itself");
                byte[] bytes = new byte[(int) MemoryUtil.memGetLong(size)];
                text.get(bytes);
                return new String(bytes, StandardCharsets.UTF_8).replaceAll("\0.*", "").strip();
            } finally {
                MemoryUtil.memFree(text);
            }
        }
    }

    /** What the compiler said. */
    String log(long program, long device) {
        return text(buildInfo, program, device, BUILD_LOG);
    }

    /** Calls what makes something, and gives its handle. */
    static long made(NativeFunction function, String what, long... arguments) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            long status = stack.ncalloc(4, 1, 4);
            long[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = status;
            long handle = function.call(all);
            check(MemoryUtil.memGetInt(status), what);
            return handle;
        }
    }

    static void check(int status, String what) {
        if (status != SUCCESS) {
            throw new StatusException(status, what + ": " + ERRORS.getOrDefault(status, "OpenCL's error " + status));
        }
    }

    /** What a function of OpenCL did not do. */
    static final class StatusException extends BackendException {
        private static final long serialVersionUID = 1L;

        private final int status;

        StatusException(int status, String message) {
            super(message);
            this.status = status;
        }

        boolean isOfCompiler() {
            return status == BUILD_FAILED;
        }

        boolean isOfMemory() {
            return status == OBJECT_MEMORY || status == OUT_OF_HOST_MEMORY || status == BUFFER_SIZE
                    || status == OUT_OF_RESOURCES;
        }
    }
}
