package org.fascicle.backend.jit.machine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Files of clang in a jar, which a bundle or a class path finds. */
record EntryFiles(String version, Function<String, @Nullable URL> entries) implements ToolFiles {
    static final String FOLDER = "org/bytedeco/llvm/linux-x86_64/";

    private URL entry(String name) throws IOException {
        URL entry = entries.apply(FOLDER + name);
        if (entry == null) {
            throw new FileNotFoundException("there is no " + FOLDER + name + " beside clang");
        }
        return entry;
    }

    @Override
    public long size(String name) throws IOException {
        return entry(name).openConnection().getContentLengthLong();
    }

    @Override
    public InputStream open(String name) throws IOException {
        return entry(name).openStream();
    }
}
