package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** Picks a backend by name, or the best one. */
public final class BackendChoice {
    private static final String INSTALL = "Install a bundle that provides the service " + Backend.class.getName()
            + "; those that Fascicle ships lie in the folder 'bundles' of its installation, and are installed with --ours";

    private static final String BFLOAT16 = "That takes a processor with AVX512-BF16 or AMX, and a bundle with a library for it. "
            + "Elsewhere write \"float32\"";
    private static final String TF32 =
            "That takes a card of NVIDIA's of compute capability 8.0 or newer, and cuBLASLt of its toolkit. "
                    + "Elsewhere write \"float32\"";
    private static final String PRECISION = "/training/precision";

    private BackendChoice() {}

    /**
     * The backend to use.
     *
     * @param backends all that are there, best first
     * @param name the one asked for, or null
     * @param precision what it must be able to do
     * @param file the model file that asks for the precision, or null
     */
    public static Backend choose(List<Backend> backends, @Nullable String name, Precision precision, @Nullable String file) {
        // What ranks behind the one that is taken is not asked: it may look for devices, and load libraries, to know what it can do.
        if (name == null && precision == Precision.BFLOAT16 && !backends.isEmpty()) {
            // For speed alone: a slow backend that can do it, too, is not meant.
            if (!isAble(backends.get(0), precision)) {
                throw unable(backends.get(0).name(), precision, file, BFLOAT16);
            }
            return backends.get(0);
        }
        if (name == null) {
            return able(backends, precision).findFirst().orElseThrow(() -> new InputException(null, null, backends.isEmpty()
                    ? "no backend is installed" : "no backend that is installed computes in " + precision,
                    precision == Precision.TF32 && !backends.isEmpty() ? TF32 : INSTALL));
        }
        if (backends.isEmpty()) {
            throw new InputException(null, null, "there is no backend '" + name + "': none is installed", INSTALL);
        }
        List<String> names = new ArrayList<>();
        backends.forEach(backend -> names.add(backend.name()));
        if (!names.contains(name)) {
            String hint = Nearest.hint(name, names);
            throw new InputException(null, null, "there is no backend '" + name + "'; there are: " + String.join(", ", names),
                    hint == null ? INSTALL : hint);
        }
        List<Backend> named = backends.stream().filter(backend -> backend.name().equals(name)).collect(Collectors.toList());
        for (Backend backend : named) {
            String missing = backend.capabilities().missing();
            if (!missing.isEmpty()) {
                throw new InputException(null, null, "the backend '" + name + "' has nothing to compute on: " + missing,
                        able(backends, precision).findFirst().map(other -> "Take " + other.name()).orElse(null));
            }
        }
        return able(named, precision).findFirst().orElseThrow(() -> unable(name, precision, file,
                precision == Precision.BFLOAT16 ? BFLOAT16 : precision == Precision.TF32 ? TF32
                        : able(backends, precision).findFirst().map(other -> "Take " + other.name()).orElse(null)));
    }

    private static Stream<Backend> able(List<Backend> backends, Precision precision) {
        return backends.stream().filter(backend -> isAble(backend, precision));
    }

    private static boolean isAble(Backend backend, Precision precision) {
        return backend.capabilities().precisions().contains(precision);
    }

    /** Which backend was chosen and why, for logs. */
    static String reason(Backend chosen, List<Backend> backends, boolean named) {
        String others = backends.stream().filter(backend -> backend != chosen)
                .map(Backend::name).collect(Collectors.joining(", "));
        return "the backend is " + chosen.name() + described(chosen) + (named ? "; it was asked for" : "; it ranks first")
                + (others.isEmpty() ? "" : ". There are also: " + others);
    }

    private static String described(Backend backend) {
        String reason = backend.capabilities().reason();
        return " (" + backend.capabilities().device() + (reason.isEmpty() ? "" : ", " + reason) + ")";
    }

    private static InputException unable(String name, Precision precision, @Nullable String file,
            @Nullable String remedy) {
        return new InputException(file, file == null ? null : PRECISION,
                "the backend '" + name + "' does not compute in " + precision, remedy);
    }
}
