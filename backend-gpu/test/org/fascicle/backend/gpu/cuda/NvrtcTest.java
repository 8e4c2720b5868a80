package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.fascicle.backend.gpu.run.KernelTexts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lwjgl.system.MemoryUtil;

/** The kernels of all primitives become machine code by NVIDIA's own compiler. Needs NVRTC, from a toolkit, and no driver. */
class NvrtcTest {
    private static final int NEWEST = 13;

    private Nvrtc compiler;

    @BeforeEach
    void find() {
        Optional<NativeLibrary> library = new Libraries(null, true).nvrtc(NEWEST);
        assumeTrue(library.isPresent(), "NVRTC is not on this machine: kernels do not become machine code");
        compiler = new Nvrtc(library.get());
    }

    @Test
    void everyPrimitiveBecomesMachineCode() {
        assertEquals("sm_90", compiler.target(90));
        ByteBuffer code = compiler.compile(KernelTexts.all(Dialect.CUDA), "sm_90", "NVRTC");
        String text = StandardCharsets.ISO_8859_1.decode(code).toString();
        MemoryUtil.memFree(code);
        assertTrue(text.startsWith("\u007fELF"));
        for (String name : KernelTexts.names(Dialect.CUDA)) {
            assertTrue(text.contains(".text." + name), name);
        }
    }

    @Test
    void newerDevicesGetAnIntermediateLanguage() {
        assertEquals("compute_", compiler.target(999).substring(0, 8));
        ByteBuffer code = compiler.compile("extern \"C\" __global__ void nothing() {}", compiler.target(999), "NVRTC");
        String text = StandardCharsets.ISO_8859_1.decode(code).toString();
        MemoryUtil.memFree(code);
        assertTrue(text.contains(".entry nothing("), text);
    }

    @Test
    void whatIsWrongIsSaid() {
        BackendException refused =
                assertThrows(BackendException.class,
                        () -> compiler.compile("__global__ void wrong() { none; }", "sm_90", "NVRTC"));
        assertTrue(String.valueOf(refused.getMessage()).contains("identifier \"none\" is undefined"), refused.getMessage());
    }
}
