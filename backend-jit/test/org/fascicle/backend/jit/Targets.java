package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.machine.ToolFiles;

/** Native functions for processors of all kinds, whose code is kept as long as what the build makes. */
public final class Targets {
    private static final Map<Target, Natives> NATIVES = new EnumMap<>(Target.class);

    private Targets() {}

    /** Those for a kind of processor; a test is skipped that wants what this one cannot run. */
    public static synchronized Natives natives(Target target) {
        assumeTrue(target.isSupported(), () -> "this processor cannot run code for " + target);
        return NATIVES.computeIfAbsent(target,
                absent -> new Natives(new Compiler(Path.of("generated/native").toAbsolutePath(), target,
                        ToolFiles.find(), Compiler.BYTES)));
    }
}
