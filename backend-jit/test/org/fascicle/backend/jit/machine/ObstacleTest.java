package org.fascicle.backend.jit.machine;

import static org.fascicle.backend.jit.machine.CompilerTest.adding;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fascicle.backend.jit.machine.Tools.Fake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why there is no native code. */
class ObstacleTest {
    @TempDir
    Path folder;

    private Compiler compiler(Optional<ToolFiles> files) {
        return new Compiler(folder, Target.NATIVE, files, Compiler.BYTES);
    }

    private static void assertRefused(String reason, Compiler compiler) {
        NativeCodeException refused = assertThrows(NativeCodeException.class, () -> compiler.compile(adding(2)));
        assertTrue(refused.getMessage().startsWith("no native code can be run here: " + reason), refused.getMessage());
        assertThrows(NativeCodeException.class, compiler::check);
    }

    @Test
    void withoutTheBundleTheReasonNamesIt() {
        try (Compiler compiler = compiler(Optional.empty())) {
            String reason = compiler.obstacle().orElseThrow();
            assertTrue(reason.contains("fascicle.clang"), reason);
            assertRefused(reason, compiler);
        }
        assertEquals(List.of(), Tools.names(folder));
    }

    @Test
    void otherSystemsAreNamed() {
        try (Compiler compiler = compiler(Fake.of("compiler"))) {
            assertEquals(Optional.empty(), compiler.obstacle("Linux", "amd64"));
            assertTrue(compiler.obstacle("Linux", "aarch64").orElseThrow().endsWith("not for Linux on aarch64"));
            assertTrue(compiler.obstacle("Windows 11", "amd64").orElseThrow().endsWith("not for Windows 11 on amd64"));
        }
    }

    @Test
    void aCompilerThatCannotBeRunIsNoFaultOfTheText() {
        try (Compiler compiler = compiler(Fake.of("#!/no/such/interpreter\n"))) {
            assertRefused("clang cannot be run from " + folder, compiler);
        }
        try (Compiler compiler = compiler(Fake.of("no program"))) {
            assertRefused("clang cannot be run: ", compiler);
        }
        try (Compiler compiler =
                compiler(Fake.of("#!/bin/sh\necho 'clang: error while loading shared libraries: libz.so.1'; exit 127"))) {
            assertRefused("clang needs a library that the system does not have: ", compiler);
        }
    }

    @Test
    void aFileThatTheSystemDoesNotLoadIsNoFaultOfTheText() {
        try (Compiler compiler = compiler(Fake.of("#!/bin/sh\necho no library > kernel.so"))) {
            assertRefused("the system does not load " + folder, compiler);
        }
    }

    @Test
    void theTestOfEverythingPasses() throws Exception {
        try (Compiler compiler = Tools.compiler(folder, Target.NATIVE)) {
            compiler.check();
            compiler.check();
            assertEquals(1, compiler.runs());
        }
    }
}
