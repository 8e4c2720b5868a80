package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.fascicle.backend.gpu.device.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels of all primitives, and of some networks, are CUDA C++ as well: they become PTX, without a warning. Needs nvcc and no GPU. */
class NvccTest {
    @TempDir
    Path folder;

    @Test
    void everyKernelCompilesToPtx() throws Exception {
        Optional<Path> nvcc = Tool.find("nvcc");
        assumeTrue(nvcc.isPresent(), "nvcc is not on the PATH: CUDA C++ is not compiled");
        Set<String> names = KernelTexts.names(Dialect.CUDA);
        Files.writeString(folder.resolve("kernels.cu"), KernelTexts.all(Dialect.CUDA));
        String printed = Tool.run(folder, List.of(nvcc.get().toString(), "--ptx", "-o", "kernels.ptx", "kernels.cu"));
        assertEquals("", printed);
        String ptx = Files.readString(folder.resolve("kernels.ptx"));
        for (String name : names) {
            assertTrue(ptx.contains(".entry " + name + "("), name);
        }
        assertTrue(names.size() > 60, names.size() + " kernels");
    }
}
