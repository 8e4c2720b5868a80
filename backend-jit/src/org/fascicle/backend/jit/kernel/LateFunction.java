package org.fascicle.backend.jit.kernel;

import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Words;
import org.jspecify.annotations.Nullable;

/** A function of {@link Natives} that is looked for when it is first called. Safe for any thread. */
public final class LateFunction {
    private final Natives natives;
    private final Class<?> beside;
    private final String text;
    private final String name;
    private volatile @Nullable NativeFunction found;

    /** As {@link Natives#function} takes them. */
    public LateFunction(Natives natives, Class<?> beside, String text, String name) {
        this.natives = natives;
        this.beside = beside;
        this.text = text;
        this.name = name;
    }

    /** Calls it with a thread's words. */
    public void call(Words words) {
        NativeFunction function = found;
        if (function == null) {
            function = natives.function(beside, text, name);
            found = function;
        }
        function.call(words);
    }
}
