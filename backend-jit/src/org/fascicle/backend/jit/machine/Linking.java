package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;
import org.lwjgl.system.jni.JNINativeInterface;
import org.lwjgl.system.linux.DynamicLinkLoader;

/**
 * The system's loader of libraries, which LWJGL calls. Safe for any thread.
 *
 * <p>LWJGL's own access to memory is left alone ({@code MemoryUtil}, {@code MemoryStack}): it begins with {@code sun.misc.Unsafe}, of which
 * younger Java platforms warn, and takes a hundred milliseconds.
 */
final class Linking {
    /** How the folder begins that LWJGL's library is in while it is being loaded. */
    static final String UNPACKED = ".lwjgl-";
    private static final String RESOURCE = "/linux/x64/org/lwjgl/liblwjgl.so";
    /** A process may have loaded it for itself alone, where other libraries do not find its functions. */
    private static final String MATHEMATICS = "libm.so.6";
    private static final int MOST = 4096;
    private static volatile boolean ready;
    private static long callocate;
    private static long deallocate;
    private static long memmove;
    /** Why LWJGL's library could not be loaded: the virtual machine tries it once. */
    private static @Nullable String failure;

    private Linking() {}

    /**
     * Has LWJGL load its own library, unless it has done so. LWJGL would unpack it to a folder that stays, and would set a System property
     * that says where; and a second class loader of this process could not load a file of the same name.
     *
     * @param folder where that library is for as long as it is being loaded
     * @throws NativeCodeException if it cannot be loaded
     */
    static void prepare(Path folder) throws IOException {
        synchronized (Linking.class) {
            if (failure != null) {
                throw new NativeCodeException(failure, null);
            }
            if (!ready) {
                Path unpacked = PrivateFolder.temporary(folder, UNPACKED);
                try {
                    load(unpacked.resolve("liblwjgl.so"));
                } catch (LinkageError e) {
                    failure = "LWJGL's library cannot be loaded from " + folder + ": " + e;
                    throw new NativeCodeException(failure, e);
                } finally {
                    PrivateFolder.delete(unpacked);
                }
                ready = true;
            }
        }
    }

    private static void load(Path file) throws IOException {
        try (InputStream in = Library.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new NativeCodeException("LWJGL's library for Linux on x86-64 is not there", null);
            }
            Files.copy(in, file);
        }
        boolean isOurs = Configuration.LIBRARY_NAME.get() == null;
        if (isOurs) {
            Configuration.LIBRARY_NAME.set(file.toAbsolutePath().toString());
        }
        try {
            Library.initialize();
        } finally {
            if (isOurs) {
                Configuration.LIBRARY_NAME.set(null);
            }
        }
        ByteBuffer mathematics = string(MATHEMATICS);
        DynamicLinkLoader.ndlopen(address(mathematics), DynamicLinkLoader.RTLD_NOW | DynamicLinkLoader.RTLD_GLOBAL);
        // The first call of each looks for the function, and looking for one forgets the message about another.
        DynamicLinkLoader.ndlerror();
        JNINativeInterface.NewDirectByteBuffer(address(mathematics), 1);
        Reference.reachabilityFence(mathematics);
        callocate = address(0, "calloc");
        deallocate = address(0, "free");
        memmove = address(0, "memmove");
    }

    /** Memory, filled with zeros; 0 if there is not so much. */
    static long allocate(long bytes) {
        requireReady();
        return JNI.invokePPP(1, bytes, callocate);
    }

    static void free(long address) {
        JNI.invokePV(address, deallocate);
    }

    /** Copies bytes, also to a place that meets the first. */
    static void move(long from, long to, long bytes) {
        JNI.invokePPPP(to, from, bytes, memmove);
    }

    /** Memory as a buffer, in the processor's order. */
    static ByteBuffer view(long address, long bytes) {
        ByteBuffer view = JNINativeInterface.NewDirectByteBuffer(address, bytes);
        if (view == null) {
            throw new NativeCodeException("the virtual machine has no direct buffers", null);
        }
        return view.order(ByteOrder.nativeOrder());
    }

    private static void requireReady() {
        if (!ready) {
            try {
                prepare(Path.of(System.getProperty("java.io.tmpdir")));
            } catch (IOException e) {
                throw new NativeCodeException("LWJGL's library cannot be unpacked: " + e, e);
            }
        }
    }

    /** Loads a library; 0 if that fails, then {@link #message} says why. */
    static long open(Path file) {
        ByteBuffer name = string(file.toAbsolutePath().toString());
        try {
            return DynamicLinkLoader.ndlopen(address(name), DynamicLinkLoader.RTLD_NOW | DynamicLinkLoader.RTLD_LOCAL);
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    /** What went wrong in this thread. */
    static String message() {
        long address = DynamicLinkLoader.ndlerror();
        ByteBuffer text = address == 0 ? null : JNINativeInterface.NewDirectByteBuffer(address, MOST);
        if (text == null) {
            return "it does not say why";
        }
        byte[] bytes = new byte[MOST];
        int length = 0;
        for (byte next = text.get(0); next != 0; next = text.get(length)) {
            bytes[length++] = next;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A function's address; 0 if there is none of that name. */
    static long address(long handle, String function) {
        ByteBuffer name = string(function);
        try {
            return DynamicLinkLoader.ndlsym(handle, address(name));
        } finally {
            Reference.reachabilityFence(name);
        }
    }

    static void close(long handle) {
        DynamicLinkLoader.ndlclose(handle);
    }

    /** Off-heap, with the zero that ends it. */
    private static ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length + 1).put(bytes);
    }

    private static long address(ByteBuffer buffer) {
        return JNINativeInterface.GetDirectBufferAddress(buffer);
    }
}
