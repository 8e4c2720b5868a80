package org.fascicle.backend.jit.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.render.Prelude;

/** Native functions that are the same for all programs: C++ texts that lie beside the classes that call them. Safe for any thread. */
public final class Natives {
    private final Compiler compiler;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    public Natives(Compiler compiler) {
        this.compiler = compiler;
    }

    /**
     * A function; its text is compiled when the first is asked for.
     *
     * @param beside what lies in the text's package
     * @param text the file's name
     */
    public NativeFunction function(Class<?> beside, String text, String name) {
        return code(beside, text).function(name);
    }

    /** Has a thread compile a text that will be needed, unless it is there: it ends when it has done so. */
    public void prepare(Class<?> beside, String text) {
        if (prepared.add(key(beside, text))) {
            Thread thread = new Thread(() -> {
                try {
                    code(beside, text);
                } catch (RuntimeException e) {
                    // Who needs the function meets the same, and says it.
                }
            }, "fascicle-jit-compiling");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private Code code(Class<?> beside, String text) {
        String key = key(beside, text);
        Code known = codes.get(key);
        if (known != null) {
            return known;
        }
        // The compiler makes one of two threads that come here wait for the other.
        Code code = compiler.compile(Prelude.text() + read(beside, text));
        codes.put(key, code);
        return code;
    }

    private static String key(Class<?> beside, String text) {
        return beside.getPackageName() + '/' + text;
    }

    private static String read(Class<?> beside, String text) {
        try (InputStream in = beside.getResourceAsStream(text)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + text + " beside " + beside);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
