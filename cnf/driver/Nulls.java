package org.fascicle.build;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks what JSpecify's annotations say of null, with NullAway, in the packages that are {@code @NullMarked}. Tests are left
 * out: they hand null over on purpose.
 */
final class Nulls {
    private static final List<String> OPTIONS = List.of("-XDcompilePolicy=simple", "--should-stop=ifError=FLOW",
            "-XDshould-stop.ifNoError=FLOW", "-Xplugin:ErrorProne -XepDisableAllChecks -Xep:NullAway:ERROR"
                    + " -XepOpt:NullAway:OnlyNullMarked=true"
                    // set by picocli and by Declarative Services
                    + " -XepOpt:NullAway:ExcludedFieldAnnotations=picocli.CommandLine.Option,picocli.CommandLine.Parameters,"
                    + "picocli.CommandLine.Mixin,picocli.CommandLine.ParentCommand,picocli.CommandLine.Spec,"
                    + "org.osgi.service.component.annotations.Reference");

    private final Javac javac;
    private final List<Path> jars;
    private ClassLoader loader;

    Nulls(Path root, Javac javac) throws IOException {
        this.javac = javac;
        jars = Fingerprint.files(root.resolve("cnf/tools/nulls"), p -> p.toString().endsWith(".jar"));
    }

    /** Checks a project and says whether there was anything to do. */
    boolean run(Module module) throws Exception {
        List<Path> files = new ArrayList<>();
        for (Path folder : module.sources()) {
            files.addAll(Fingerprint.files(folder, Compile.JAVA));
        }
        if (!isMarked(files)) {
            return false;
        }
        List<String> options = Javac.options(module);
        options.addAll(OPTIONS);
        List<Path> path = module.buildPath();
        Fingerprint inputs =
                new Fingerprint().text(options.toString()).text(System.getProperty("java.version")).path(jars).path(path);
        for (Path file : files) {
            inputs.text(file.toString()).content(file);
        }
        String fingerprint = inputs.hex();
        Stamp stamp = module.stamp("nulls");
        if (stamp.holds(fingerprint)) {
            return false;
        }
        if (jars.isEmpty()) {
            throw new BuildFailure("nulls: NullAway is not in cnf/tools/nulls; `./build fetch` fetches it");
        }
        Path none = Files.createDirectories(module.generated.resolve("nulls"));
        javac.run(module, "nulls", options, files, none, path, loader());
        stamp.write(fingerprint, List.of());
        return true;
    }

    /** NullAway sees the JDK with its compiler, and of this JVM's class path nothing: bnd brings another Guava. */
    private ClassLoader loader() throws IOException {
        if (loader == null) {
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            loader = new URLClassLoader(urls, new ClassLoader(ClassLoader.getPlatformClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    if (name.startsWith("com.sun.")) {
                        return ClassLoader.getSystemClassLoader().loadClass(name);
                    }
                    throw new ClassNotFoundException(name);
                }
            });
        }
        return loader;
    }

    private static boolean isMarked(List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.endsWith("package-info.java") && Files.readString(file).contains("NullMarked")) {
                return true;
            }
        }
        return false;
    }
}
