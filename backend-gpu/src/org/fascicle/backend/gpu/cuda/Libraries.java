package org.fascicle.backend.gpu.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.jspecify.annotations.Nullable;

/** Where the driver, NVRTC and cuBLASLt are looked for: in a folder that somebody names, on the loader's path, and where toolkits lie. */
final class Libraries {
    private static final String[] DRIVER = {"libcuda.so.1", "nvcuda.dll"};
    /** The oldest CUDA whose compiler is taken. */
    static final int OLDEST = 12;
    private static final Pattern BUILTINS = Pattern.compile("libnvrtc-builtins\\.so\\.[0-9.]+|nvrtc-builtins64_[0-9]+\\.dll");
    private static final List<String> VARIABLES = List.of("CUDA_HOME", "CUDA_PATH");
    private static final List<String> PARTS = List.of("lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib",
            "bin", "bin/x64");
    private static final Path LOCAL = Path.of("/usr/local");

    private final @Nullable Path named;
    private final boolean elsewhere;

    /**
     * Looks for nothing yet.
     *
     * @param name the folder in which NVRTC and cuBLASLt lie, and perhaps a driver; null for none
     * @param elsewhere whether to look where libraries usually lie, too
     */
    Libraries(@Nullable String name, boolean elsewhere) {
        this.elsewhere = elsewhere;
        named = name == null || name.isBlank() ? null : folder(name).orElse(null);
    }

    /** NVIDIA's driver. */
    Optional<NativeLibrary> driver() {
        Path folder = named;
        List<String> names = new ArrayList<>();
        if (folder != null) {
            Stream.of(DRIVER).map(name -> folder.resolve(name).toString()).forEach(names::add);
        }
        if (elsewhere) {
            names.addAll(List.of(DRIVER));
        }
        return NativeLibrary.find(names.toArray(new String[0]));
    }

    /** What was looked for, if there is no driver. */
    static String driverNames() {
        return String.join(", ", DRIVER);
    }

    /**
     * NVRTC, with the library that it needs beside it. Where a folder is named, it is looked for there alone.
     *
     * @param newest the driver's version: it does not load what a newer CUDA has compiled
     */
    Optional<NativeLibrary> nvrtc(int newest) {
        return find(nvrtcNames(newest), true);
    }

    /**
     * cuBLASLt, likewise.
     *
     * @param newest the driver's version: a newer library asks for a newer driver
     */
    Optional<NativeLibrary> products(int newest) {
        return find(productNames(newest), false);
    }

    private Optional<NativeLibrary> find(List<String> names, boolean withBuiltins) {
        Optional<NativeLibrary> found = named != null || !elsewhere ? Optional.empty()
                : NativeLibrary.find(names.toArray(new String[0]));
        for (Path folder : found.isPresent() ? List.<Path>of() : folders()) {
            found = in(folder, names, withBuiltins);
            if (found.isPresent()) {
                break;
            }
        }
        return found;
    }

    private List<Path> folders() {
        return named != null ? List.of(named) : elsewhere ? toolkits() : List.of();
    }

    private static List<String> nvrtcNames(int newest) {
        return names(newest, "libnvrtc.so.%d", "nvrtc64_%d0_0.dll");
    }

    private static List<String> productNames(int newest) {
        return names(newest, "libcublasLt.so.%d", "cublasLt64_%d.dll");
    }

    private static List<String> names(int newest, String... patterns) {
        List<String> names = new ArrayList<>();
        for (int version = newest; version >= OLDEST; version--) {
            for (String pattern : patterns) {
                names.add(String.format(Locale.ROOT, pattern, version));
            }
        }
        return names;
    }

    /** Where NVRTC was looked for, if there is none. */
    String nvrtcPlaces(int newest) {
        return places(nvrtcNames(newest));
    }

    /** Where cuBLASLt was looked for, if there is none. */
    String productPlaces(int newest) {
        return places(productNames(newest));
    }

    private String places(List<String> names) {
        List<String> places = new ArrayList<>(folders().stream().map(Path::toString).toList());
        if (named == null) {
            places.add(0, "the loader's path");
        }
        return String.join(", ", names) + " were looked for in " + String.join(", ", places);
    }

    /** NVRTC asks for its other half by name, which the loader then has already. */
    private static Optional<NativeLibrary> in(Path folder, List<String> names, boolean withBuiltins) {
        List<Path> files = names.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        if (withBuiltins) {
            list(folder).stream().filter(file -> BUILTINS.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> NativeLibrary.find(file.toString()));
        }
        return NativeLibrary.find(files.stream().map(Path::toString).toArray(String[]::new));
    }

    private static List<Path> toolkits() {
        List<Path> roots = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = System.getenv(variable);
            if (value != null && !value.isBlank()) {
                folder(value).ifPresent(roots::add);
            }
        }
        list(LOCAL).stream().filter(folder -> folder.getFileName().toString().startsWith("cuda"))
                .sorted(Comparator.reverseOrder()).forEach(roots::add);
        return roots.stream().flatMap(root -> PARTS.stream().map(root::resolve)).filter(Files::isDirectory).toList();
    }

    private static Optional<Path> folder(String name) {
        try {
            return Optional.of(Path.of(name.strip()));
        } catch (InvalidPathException e) {
            // What is no path is no folder in which something lies.
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            // From what cannot be listed, nothing is loaded either.
            return List.of();
        }
    }
}
