package org.fascicle.backend.jit.render;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.machine.ToolFiles;
import org.fascicle.backend.jit.recipe.Recipe;

/** Recipes compiled, for each kind of processor. Compiler and code are kept for the next run of the tests. */
final class Native {
    private static final Path FOLDER = Path.of("generated", "native").toAbsolutePath();
    private static final Map<Target, Compiler> COMPILERS = new EnumMap<>(Target.class);

    private Native() {}

    /** The targets whose code this processor runs. */
    static List<Target> targets() {
        return List.of(Target.NATIVE, Target.V4, Target.V3, Target.V2).stream().filter(Target::isSupported).toList();
    }

    static synchronized Code compile(Collection<Recipe> recipes, Target target) {
        return COMPILERS.computeIfAbsent(target, key -> new Compiler(FOLDER, key, ToolFiles.find(), Compiler.BYTES))
                .compile(KernelText.of(recipes));
    }

    static NativeFunction function(Code code, Recipe recipe) {
        return code.function(KernelText.name(recipe));
    }
}
