package org.fascicle.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.fascicle.api.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of all cases become PTX, without a warning; needs nvcc and no GPU. */
class NvccTest {
    @TempDir
    Path folder;

    @Test
    void everyPrimitiveCompilesToPtx() throws Exception {
        Optional<Path> nvcc = Tool.find("nvcc");
        assumeTrue(nvcc.isPresent(), "nvcc is not on the PATH: CUDA C++ is not compiled");
        Merged merged = new Merged();
        TreeSet<String> names = new TreeSet<>();
        for (Graph graph : Cases.all().values()) {
            names.addAll(merged.add(graph, Cases.BATCH).launched());
        }
        Files.writeString(folder.resolve("kernels.cu"), merged.text());
        String printed = Tool.run(folder, List.of(nvcc.get().toString(), "--ptx", "-o", "kernels.ptx", "kernels.cu"));
        assertEquals("", printed);
        String ptx = Files.readString(folder.resolve("kernels.ptx"));
        for (String name : names) {
            assertTrue(ptx.contains(".entry " + name + "("), name);
        }
        assertTrue(names.size() > 60, names.size() + " kernels");
    }
}
