package org.fascicle.tck.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;

/** The bundles that a project's build made for these tests, in the folder that a property of the framework names. */
final class BuiltJars {
    private final String property;
    private final Path folder;
    private final String prefix;

    /** Those whose symbolic names begin with a prefix. */
    BuiltJars(BundleContext context, String property, String prefix) {
        this.property = property;
        this.prefix = prefix;
        String named = context.getProperty(property);
        if (named == null) {
            throw new IllegalStateException("no framework property '" + property
                    + "': the -runproperties of the .bndrun name the folder of the bundles " + prefix + "* there");
        }
        folder = Path.of(named);
    }

    Path get(String name) {
        Path jar = folder.resolve(prefix + name + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw missing(jar.toString());
        }
        return jar;
    }

    List<Path> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw missing(folder.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("\\Q" + prefix + "\\E.*\\.jar"))
                    .sorted().collect(Collectors.toList());
            if (jars.isEmpty()) {
                throw missing(folder.resolve(prefix + "*.jar").toString());
            }
            return jars;
        }
    }

    private IllegalStateException missing(String what) {
        return new IllegalStateException("there is no " + what + ", where the framework property '" + property
                + "' has the tests look: `./build jar` builds the bundles of all projects");
    }
}
