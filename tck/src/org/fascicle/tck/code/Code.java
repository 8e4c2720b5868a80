package org.fascicle.tck.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The classes that are in a bundle that is resolved, and what its author's own use: those whose packages begin as the techniques' do. What a
 * library that is packed into the bundle could use, but may never come to, is not the author's. Holds text alone. Used by one thread.
 */
public final class Code {
    private static final String CLASS = ".class";
    /** How many segments of a package's name are its owner's: com.example. */
    private static final int OWN = 2;

    /** What each class uses, by its name. */
    private final Map<String, List<Use>> classes = new LinkedHashMap<>();

    /** The code of a bundle. */
    public Code(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        Collection<String> names = wiring.listResources("/", "*" + CLASS,
                BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        for (String name : new TreeSet<>(names)) {
            URL resource = bundle.getResource(name);
            if (resource != null && !name.endsWith("-info" + CLASS) && !name.startsWith("META-INF/")) {
                try (InputStream in = resource.openStream()) {
                    classes.put(name.substring(0, name.length() - CLASS.length()).replace('/', '.'), Uses.of(in.readAllBytes()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Whether a class is in the bundle. */
    boolean has(String name) {
        return classes.containsKey(name);
    }

    /** What all classes use whose packages begin as those of some classes. */
    List<Use> uses(Collection<String> owners) {
        Set<String> own = new HashSet<>();
        owners.forEach(name -> own.add(owner(name)));
        List<Use> all = new ArrayList<>();
        classes.forEach((name, uses) -> {
            if (own.contains(owner(name))) {
                all.addAll(uses);
            }
        });
        return all;
    }

    private static String owner(String className) {
        String[] segments = className.split("\\.");
        return String.join(".", List.of(segments).subList(0, Math.min(OWN, segments.length - 1)));
    }

    /** What a class uses, and those of the bundle and of its owner that it uses, and so on. */
    List<Use> uses(String from) {
        List<Use> all = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(from));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Use use : classes.getOrDefault(open.remove(), List.of())) {
                all.add(use);
                if (has(use.owner()) && owner(use.owner()).equals(owner(from)) && seen.add(use.owner())) {
                    open.add(use.owner());
                }
            }
        }
        return all;
    }
}
