package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.expr.Expr;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.testing.Comparison;
import org.fascicle.compiler.pass.Kernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassWriter;

/** The interpreter and both compilers of the virtual machine give the same bits. */
class CompilersTest {
    @ParameterizedTest
    @EnumSource(Form.class)
    void giveTheSameBits(Form form) throws IOException, InterruptedException {
        String interpreted = digest(form, 1, "-Xint");
        assertTrue(interpreted.startsWith("digest "), interpreted);
        assertEquals(interpreted, digest(form, 10, "-XX:TieredStopAtLevel=1"), "the first compiler");
        assertEquals(interpreted, digest(form, 60, "-XX:Tier4InvocationThreshold=200", "-XX:Tier4BackEdgeThreshold=2000"),
                "the second compiler");
    }

    private static String digest(Form form, int rounds, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp", classPath()));
        command.addAll(List.of(flags));
        command.addAll(List.of(Digest.class.getName(), form.name(), String.valueOf(rounds)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals(0, process.waitFor(), printed);
        return printed.substring(Math.max(0, printed.lastIndexOf("digest ")));
    }

    /** Where the classes lie that {@link Digest} needs: the tests may have a class loader of their own. */
    private static String classPath() {
        return Stream.of(Digest.class, JitBackend.class, Comparison.class, Expr.class, Kernel.class, ClassWriter.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct().collect(Collectors.joining(File.pathSeparator));
    }
}
