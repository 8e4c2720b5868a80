package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.graph.Graph;
import org.fascicle.compiler.pass.Fusion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.system.MemoryUtil;

/**
 * All kernels under oclgrind, an OpenCL device that watches each thread: none reads or writes past its arrays, and no two meet at one place
 * between two barriers. Without a barrier they do, and that is found: oclgrind looks. It comes as a driver of its own, in a process of its
 * own, and computes rightly only where its compiler optimizes nothing.
 */
class RacesTest {
    private static final String NATIVES = "linux/x64/org/lwjgl/liblwjgl.so";

    @TempDir
    Path folder;

    @Test
    void noTwoThreadsMeet() throws Exception {
        assertEquals("", found("as they are"));
    }

    @Test
    void withoutBarriersTheyMeet() throws Exception {
        String found = found(KernelRuns.WITHOUT_BARRIERS);
        for (String kernel : List.of("matmul_", "conv_", "lines_", "columns_")) {
            assertTrue(found.contains("data race") && found.contains("Kernel: " + kernel), kernel + " in: " + found);
        }
    }

    /** What oclgrind says, which is nothing if all is well. */
    private String found(String how) throws Exception {
        Path driver = driver();
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), driver + "\n");
        Path log = folder.resolve("log.txt");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String printed = Tool.run(folder, List.of(java, "-cp", classPath(), KernelRuns.class.getName(), how),
                Map.of("OCL_ICD_VENDORS", vendors.toString(), "OCLGRIND_DATA_RACES", "1", "OCLGRIND_BUILD_OPTIONS",
                        "-cl-opt-disable", "OCLGRIND_LOG", log.toString(), "OCLGRIND_MAX_ERRORS", "100000"));
        assertTrue(printed.contains(" graphs on Oclgrind"), printed);
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static Path driver() {
        Optional<Path> oclgrind =
                Tool.find("oclgrind").map(program -> program.resolveSibling("../lib/oclgrind/liboclgrind-rt-icd.so"));
        if (oclgrind.isPresent() && Files.exists(oclgrind.get())) {
            return oclgrind.get().normalize();
        }
        String problem = "oclgrind is not installed: no kernel is watched for data races. The package oclgrind has it";
        return "true".equals(System.getenv("CI")) ? fail(problem + ", and CI=true asks for it") : abort(problem);
    }

    /** Where the classes and natives lie that compute. */
    private static String classPath() throws Exception {
        List<URL> places = new ArrayList<>();
        for (Class<?> type : List.of(KernelRuns.class, GpuBackend.class, Graph.class, Fusion.class, MemoryUtil.class)) {
            places.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        URL natives = Objects.requireNonNull(MemoryUtil.class.getClassLoader().getResource(NATIVES), NATIVES);
        places.add(((JarURLConnection) natives.openConnection()).getJarFileURL());
        List<String> paths = new ArrayList<>();
        for (URL place : places) {
            paths.add(Path.of(place.toURI()).toString());
        }
        return String.join(File.pathSeparator, paths);
    }
}
