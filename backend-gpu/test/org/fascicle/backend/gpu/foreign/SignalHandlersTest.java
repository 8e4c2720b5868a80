package org.fascicle.backend.gpu.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import javax.management.ObjectName;

import org.fascicle.backend.gpu.Subject;
import org.fascicle.backend.gpu.device.Device;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryUtil;

/** A driver's compiler, in this process, leaves the virtual machine's signals alone. */
class SignalHandlersTest {
    private static final int SIGTERM = 15;
    private static final int BYTES = 256;

    @Test
    void theVirtualMachineKeepsItsHandlersWhileADriverCompiles() throws Exception {
        Device device = Subject.device();
        try {
            assertUnchanged(handlers());
            ByteBuffer before = SignalHandlers.read();
            // No cache of the driver's knows it.
            String source = "kernel void once(global ulong* a) { a[0] = " + System.nanoTime() + "ul; }";
            CompletableFuture<Long> compiled = CompletableFuture.supplyAsync(() -> device.compile(source));
            while (!compiled.isDone()) {
                assertEqualHandlers(before);
            }
            device.discard(compiled.join());
            assertEqualHandlers(before);
            MemoryUtil.memFree(before);
            assertUnchanged(handlers());
        } finally {
            device.close();
        }
    }

    @Test
    void aHandlerThatACallChangesComesBack() {
        Subject.requireDevice();
        ByteBuffer before = SignalHandlers.read();
        NativeFunction sigaction = NativeLibrary.find("libc.so.6").orElseThrow().function("sigaction", SignalHandlers.INT,
                SignalHandlers.INT, SignalHandlers.POINTER, SignalHandlers.POINTER);
        ByteBuffer none = MemoryUtil.memCalloc(BYTES);
        try {
            assertEquals(0, SignalHandlers.keep(() -> {
                long status = sigaction.call(SIGTERM, MemoryUtil.memAddress(none), 0);
                ByteBuffer within = SignalHandlers.read();
                assertFalse(SignalHandlers.isSame(SIGTERM, before, within), "the handler was changed");
                MemoryUtil.memFree(within);
                return status;
            }));
            assertEqualHandlers(before);
        } finally {
            MemoryUtil.memFree(none);
            MemoryUtil.memFree(before);
        }
    }

    private static void assertEqualHandlers(ByteBuffer before) {
        ByteBuffer now = SignalHandlers.read();
        for (int signal = 1; signal <= SignalHandlers.SIGNALS; signal++) {
            assertTrue(SignalHandlers.isSame(signal, before, now), "signal " + signal);
        }
        MemoryUtil.memFree(now);
    }

    /** What the virtual machine itself says of its handlers. */
    private static String handlers() throws Exception {
        String all = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmInfo", new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        return all.replaceFirst("(?s).*Signal Handlers:", "").replaceFirst("(?s)\\n\\n.*", "");
    }

    private static void assertUnchanged(String information) {
        assertTrue(information.contains("SIGSEGV: "), information);
        assertFalse(information.contains("Handler was modified"), information);
    }
}
