package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes native code of C++ text. Clang compiles it, in a process of its own, unless a file of the code cache has it: the cache is on disk,
 * and all processes of a user share it. A text is all that its code depends on, but for the compiler's version and the processor.
 *
 * <p>Nothing is unpacked, written or run before the first text. Safe for any thread: threads compile different texts at a time; who wants
 * one that is being compiled waits for it.
 */
public final class Compiler implements AutoCloseable {
    /** How many bytes of compiled code are kept. */
    public static final long BYTES = 64L << 20;
    private static final String PROBE = "extern \"C\" void probe(const long *) {}\n";
    private static final int ATTEMPTS = 3;

    private final Path configured;
    private final Target target;
    private final long bound;
    private final Clang clang;
    private final Optional<ToolFiles> files;
    private final Map<String, CompletableFuture<Code>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger runs = new AtomicInteger();
    private @Nullable Place place;
    private boolean isClosed;

    /** Where files are. */
    private record Place(Path root, @Nullable String temporary, CodeCache cache, Toolchain tools) {}

    /** One for this processor, with the files of clang that this process has, whose files are in a folder of that name. */
    public Compiler(Path folder) {
        this(folder, Target.NATIVE, ToolFiles.find(), BYTES);
    }

    /**
     * A new one.
     *
     * @param folder where compiler and code are kept. If it cannot be written to, or others can write to it, a temporary folder takes its
     * place, which goes with this compiler.
     * @param target the processors that it compiles for
     * @param files clang's; if there are none, it compiles nothing
     * @param bound how many bytes of compiled code are kept at most
     */
    public Compiler(Path folder, Target target, Optional<ToolFiles> files, long bound) {
        this(folder, target, files, bound, Clang.LIMIT);
    }

    Compiler(Path folder, Target target, Optional<ToolFiles> files, long bound, Duration limit) {
        this.configured = folder;
        this.target = target;
        this.files = files;
        this.bound = bound;
        this.clang = new Clang(target, limit);
    }

    /** The folder that Fascicle has in the user's cache folder: {@code $XDG_CACHE_HOME/fascicle}, else {@code ~/.cache/fascicle}. */
    public static Path userFolder() {
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches = base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("fascicle");
    }

    /** Why no native code can be run here, as far as that can be said without running any; none if nothing is known against it. */
    public Optional<String> obstacle() {
        return obstacle(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    Optional<String> obstacle(String system, String architecture) {
        if (!system.equals("Linux") || !architecture.equals("amd64")) {
            return Optional.of("the compiler is there for Linux on amd64 alone, not for " + system + " on " + architecture);
        }
        if (files.isEmpty()) {
            return Optional.of("there is no bundle with the capability fascicle.clang; install fascicle.clang, "
                    + "then refresh the backend's bundle");
        }
        if (!Processor.isKnown()) {
            return Optional.of("the system does not say which processor it has: /proc/cpuinfo lacks model or flags");
        }
        if (!target.isSupported()) {
            return Optional.of("the processor cannot run code for " + target.march + ": it lacks " + target.missing());
        }
        return Optional.empty();
    }

    /**
     * Compiles, loads and runs a text without any content: what does that can do the rest. In a second process it takes milliseconds.
     *
     * @throws NativeCodeException if no native code can be run here
     */
    public void check() {
        Code code = compile(PROBE);
        code.function("probe").call(0);
    }

    /**
     * Compiles a text and loads its code, or gives the code that it has already loaded for it.
     *
     * @param text C++20 without any header; its functions are {@code extern "C" void NAME(const long *words)}
     * @throws NativeCodeException if no native code can be run here
     * @throws BackendException if the text has errors; the message says where
     * @throws StoppedException if this compiler is closed
     */
    public Code compile(String text) {
        byte[] key = key(text);
        CompletableFuture<Code> fresh = new CompletableFuture<>();
        CompletableFuture<Code> known = codes.putIfAbsent(Digests.hex(key), fresh);
        if (known != null) {
            return await(known);
        }
        try {
            fresh.complete(load(text, key));
        } catch (IOException e) {
            fresh.completeExceptionally(
                    new NativeCodeException("the files of compiler and code cannot be written or read: " + e, e));
        } catch (RuntimeException | Error e) {
            fresh.completeExceptionally(e);
        } finally {
            if (fresh.isCompletedExceptionally()) {
                codes.remove(Digests.hex(key), fresh);
            }
        }
        return await(fresh);
    }

    private static Code await(CompletableFuture<Code> code) {
        try {
            return code.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NativeCodeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof BackendException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private byte[] key(String text) {
        String version = files.map(ToolFiles::version).orElse("");
        String processor = target == Target.NATIVE ? Processor.identity() : "";
        return Digests.sha256((version + "\n" + String.join(" ", clang.flags()) + "\n" + processor + "\n" + text)
                .getBytes(StandardCharsets.UTF_8));
    }

    private Code load(String text, byte[] key) throws IOException {
        Place here = place();
        Linking.prepare(here.root);
        for (int attempt = 1;; attempt++) {
            Optional<Path> kept = here.cache.find(key);
            Path file = kept.isPresent() ? kept.get() : make(text, key, here);
            long handle = Linking.open(file);
            if (handle != 0) {
                if (kept.isEmpty()) {
                    here.cache.trim();
                }
                return keep(new Code(handle));
            }
            String message = Linking.message();
            if (message.contains("undefined symbol")) {
                throw new BackendException("a text calls a function that there is not: " + message);
            }
            // Another process may have deleted it, by the bound of the cache.
            if (Files.exists(file) || attempt == ATTEMPTS) {
                throw new NativeCodeException("the system does not load " + file + ": " + message
                        + ". Is that folder on a file system mounted with noexec?", null);
            }
        }
    }

    private Path make(String text, byte[] key, Place here) throws IOException {
        Path tools;
        synchronized (here.tools) {
            tools = here.tools.folder();
        }
        Path work = here.cache.work();
        try {
            runs.incrementAndGet();
            return here.cache.put(key, clang.compile(text, tools, work), work);
        } finally {
            PrivateFolder.delete(work);
        }
    }

    private synchronized Code keep(Code code) {
        if (isClosed) {
            code.close();
            throw new StoppedException("jit");
        }
        return code;
    }

    private synchronized Place place() throws IOException {
        if (isClosed) {
            throw new StoppedException("jit");
        }
        if (place == null) {
            String obstacle = obstacle().orElse(null);
            if (obstacle != null) {
                throw new NativeCodeException(obstacle, null);
            }
            ToolFiles source = files.orElseThrow();
            try {
                if (!configured.isAbsolute()) {
                    throw new IOException("the cache folder has no absolute path: " + configured);
                }
                PrivateFolder.around(configured);
                place = new Place(configured, null, new CodeCache(configured.resolve("code"), bound),
                        new Toolchain(source, configured));
            } catch (IOException e) {
                place = temporary(source, e);
            }
        }
        return place;
    }

    private Place temporary(ToolFiles source, IOException reason) throws IOException {
        Path folder = PrivateFolder.temporary(Path.of(System.getProperty("java.io.tmpdir")), "fascicle-code-");
        try {
            PrivateFolder.around(folder);
            return new Place(folder, reason.toString(), new CodeCache(folder.resolve("code"), bound),
                    new Toolchain(source, folder));
        } catch (IOException e) {
            PrivateFolder.delete(folder);
            e.addSuppressed(reason);
            throw e;
        }
    }

    /** Why compiler and code are not kept where they should be; empty if they are, or nothing has been compiled yet. */
    public synchronized Optional<String> notKept() {
        return Optional.ofNullable(place).map(Place::temporary);
    }

    /** Where compiler and code are, as far as that is known. */
    synchronized Path folder() {
        return place == null ? configured : place.root;
    }

    /** How often clang has been run. */
    public int runs() {
        return runs.get();
    }

    /** Unloads all code. Whoever closes it sees to it that none of it runs. Does nothing the second time. */
    @Override
    public void close() {
        Place last;
        synchronized (this) {
            isClosed = true;
            last = place;
            place = null;
        }
        codes.values().forEach(code -> code.thenAccept(Code::close));
        codes.clear();
        if (last != null && last.temporary != null) {
            PrivateFolder.delete(last.root);
        }
    }
}
