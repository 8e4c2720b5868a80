package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_pointer;
import static org.lwjgl.system.libffi.LibFFI.ffi_type_sint64;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.gpu.run.Tool;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.libffi.FFIType;

/**
 * NVIDIA's driver and NVRTC as fakes, made by the C++ compiler: kernels run on the processor, work runs when somebody waits for it, and
 * what a host must not do is refused and noted. Each has a state of its own. Where there is no g++, tests with it are left out; with
 * {@code CI=true} they fail.
 */
public final class FakeCuda {
    static final String DRIVER = "libcuda.so.1";
    static final String NVRTC = "libnvrtc.so.13";
    static final String PRODUCTS = "libcublasLt.so.13";
    private static final List<String> DRIVER_TEXTS =
            List.of("devices.cpp", "driver.cpp", "kernels.cpp", "control.cpp", "work.cpp",
                    "memory.cpp", "threads.cpp");
    private static final List<String> TEXTS =
            List.of("kernel.h", "prelude.h", "state.h", "entry.h", "work.h", "threads.h", "driver.h",
                    "nvrtc.cpp", "products.cpp");
    private static final List<String> COMPILER =
            List.of("-std=c++17", "-O1", "-fPIC", "-shared", "-fno-gnu-unique", "-U_FORTIFY_SOURCE",
                    "-Wall", "-Werror");
    private static Path made;
    private static int count;

    private final Path folder;
    private final NativeLibrary driver;
    private final NativeLibrary nvrtc;
    private @Nullable NativeLibrary products;

    private FakeCuda(Path folder) {
        this.folder = folder;
        driver = NativeLibrary.find(folder.resolve(DRIVER).toString()).orElseThrow();
        nvrtc = NativeLibrary.find(folder.resolve(NVRTC).toString()).orElseThrow();
    }

    /** A fake that nobody else has. */
    public static synchronized FakeCuda load() {
        try {
            if (made == null) {
                made = make();
            }
            Path folder = Files.createDirectory(made.resolve("fake" + count++));
            for (String name : List.of(DRIVER, NVRTC, "kernel.h", "prelude.h")) {
                Files.copy(made.resolve("made").resolve(name), folder.resolve(name));
            }
            return new FakeCuda(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path make() throws IOException, InterruptedException {
        Path compiler = Tool.find("g++").orElse(null);
        if (compiler == null && "true".equals(System.getenv("CI"))) {
            fail("no g++, where CI=true asks for the tests of the fake CUDA driver");
        } else if (compiler == null) {
            abort("g++ is not on the PATH: there is no fake CUDA driver");
        }
        Path root = Files.createTempDirectory("fascicle-fake-cuda");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
        Path folder = Files.createDirectory(root.resolve("made"));
        for (String name : Stream.concat(TEXTS.stream(), DRIVER_TEXTS.stream()).toList()) {
            try (InputStream in = FakeCuda.class.getResourceAsStream("fake/" + name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        // One text is compiled faster than several.
        Files.write(folder.resolve("all.cpp"), DRIVER_TEXTS.stream().map(name -> "#include \"" + name + '"').toList());
        compile(folder, compiler, DRIVER, "all.cpp");
        compile(folder, compiler, NVRTC, "nvrtc.cpp");
        compile(folder, compiler, PRODUCTS, "products.cpp");
        return root;
    }

    private static void compile(Path folder, Path compiler, String library, String text)
            throws IOException, InterruptedException {
        Stream<String> command =
                Stream.of(Stream.of(compiler.toString()), COMPILER.stream(), Stream.of("-o", library, text),
                        Stream.of("-ldl")).flatMap(part -> part);
        Tool.run(folder, command.toList());
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fake that nobody else has, with cuBLASLt. */
    public static FakeCuda loadWithProducts() {
        FakeCuda fake = load();
        try {
            Files.copy(fake.folder.resolve("../made").resolve(PRODUCTS), fake.folder.resolve(PRODUCTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fake.products = NativeLibrary.find(fake.folder.resolve(PRODUCTS).toString()).orElseThrow();
        return fake;
    }

    /** Where its libraries lie. */
    Path folder() {
        return folder;
    }

    /** What the host finds in that folder. */
    CudaDevices devices() {
        return devices("auto");
    }

    /** What it finds there, with products as somebody asks for them. */
    CudaDevices devices(String choice) {
        return new CudaDevices(new Libraries(folder.toString(), false), choice);
    }

    /** A backend on its first device. */
    public GpuBackend start() {
        return start("auto");
    }

    /** A backend on its first device, with products as somebody asks for them. */
    public GpuBackend start(String choice) {
        return new GpuBackend("cuda", devices(choice).open(0));
    }

    /** How often a function of the driver was called; {@code kernels}, {@code products}: how many have run. */
    public long count(String function) {
        return call(driver, "fakeCount", function);
    }

    /** How many texts the C++ compiler was given. */
    long compilations() {
        return nvrtc.function("fakeCompilations", ffi_type_sint64).call();
    }

    /** What the host did wrong, a line each. */
    public String faults() {
        return MemoryUtil.memUTF8(driver.function("fakeFaults", ffi_type_pointer).call());
    }

    /** Forgets faults, counts and all that it was told to do. */
    void reset() {
        driver.function("fakeReset", ffi_type_sint64).call();
        refuse("");
        newest(100);
        if (products != null) {
            decline(-1);
            call(products, "fakeForget");
        }
    }

    /** How many things of cuBLASLt's were not given back. */
    int productsLeft() {
        return (int) call(Objects.requireNonNull(products), "fakeProductsLeft");
    }

    /** cuBLASLt has no way for products of so many pairs; -1 for none. */
    void decline(int inner) {
        call(Objects.requireNonNull(products), "fakeDecline", inner);
    }

    /** Makes the distance between rows that cuBLASLt gets one too small, as if the host counted wrongly. */
    void missRows() {
        call(Objects.requireNonNull(products), "fakeMissRows");
    }

    /** Loses the device after some more calls. */
    void lose(long calls, int status) {
        call(driver, "fakeLose", calls, status);
    }

    /** How many have the context and have not given it back. */
    int contexts() {
        return (int) call(driver, "fakeContexts");
    }

    /** Whether the device was lost. */
    boolean isLost() {
        return (int) call(driver, "fakeIsLost") != 0;
    }

    /** Has no memory for the allocation behind some more. */
    void refuseAllocation(long allocations) {
        call(driver, "fakeFail", allocations);
    }

    /** Leaves so much memory. */
    void leave(long bytes) {
        call(driver, "fakeLeave", bytes);
    }

    /** Does nothing where a function is called, as if the host forgot to. */
    void ignore(String function) {
        call(driver, "fakeIgnore", function);
    }

    /** The streams behind the first one, of devices that are opened now, run whatever they can at once. */
    void hurry() {
        call(driver, "fakeHurry");
    }

    /** The compiler refuses texts with a word in them. */
    void refuse(String word) {
        call(nvrtc, "fakeRefuse", word);
    }

    /** The driver refuses what was compiled. */
    void refuseModules() {
        call(driver, "fakeRefuseModules");
    }

    /** Has so many devices. */
    void devices(int number) {
        call(driver, "fakeDevices", number);
    }

    /** Its device has a compute capability. */
    void capability(int capability) {
        call(driver, "fakeCapability", capability);
    }

    /** The driver is for a CUDA: 13000 for 13.0. */
    void version(int version) {
        call(driver, "fakeVersion", version);
    }

    /** The compiler knows no newer architecture. */
    void newest(int architecture) {
        call(nvrtc, "fakeNewest", architecture);
    }

    private static long call(NativeLibrary library, String function, long... arguments) {
        FFIType[] types = new FFIType[arguments.length];
        Arrays.fill(types, ffi_type_sint64);
        return library.function(function, ffi_type_sint64, types).call(arguments);
    }

    private static long call(NativeLibrary library, String function, String text) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return call(library, function, MemoryUtil.memAddress(stack.UTF8(text)));
        }
    }
}
