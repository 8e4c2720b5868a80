import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Lays out a product as Eclipse's p2 does: all bundles in the folder plugins, and a list of them, of which few are to be started. */
public final class Product {
    private static final Set<String> STARTED = Set.of("org.apache.felix.scr", "fascicle.core", "com.example.digits");

    private Product() {}

    /**
     * Lays it out.
     *
     * @param args the product's folder, its config.ini, and bundles or folders of them
     */
    public static void main(String[] args) throws IOException {
        Path plugins = Files.createDirectories(Path.of(args[0], "plugins"));
        Path configuration = Files.createDirectories(Path.of(args[0], "configuration"));
        Path list =
                Files.createDirectories(configuration.resolve("org.eclipse.equinox.simpleconfigurator")).resolve("bundles.info");
        List<String> lines = new ArrayList<>(List.of("#encoding=UTF-8", "#version=1"));
        for (int i = 2; i < args.length; i++) {
            for (Path jar : jars(Path.of(args[i]))) {
                Attributes headers;
                try (JarFile opened = new JarFile(jar.toFile())) {
                    headers = opened.getManifest().getMainAttributes();
                }
                String name = headers.getValue("Bundle-SymbolicName").split(";")[0].trim();
                Files.copy(jar, plugins.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
                int level = name.equals("org.apache.felix.scr") ? 2 : 4;
                lines.add(String.join(",", name, headers.getValue("Bundle-Version"), "plugins/" + name + ".jar",
                        String.valueOf(level), String.valueOf(STARTED.contains(name))));
            }
        }
        Files.write(list, lines);
        Files.copy(Path.of(args[1]), configuration.resolve("config.ini"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> jars(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (Stream<Path> all = Files.list(file)) {
            return all.filter(each -> each.toString().endsWith(".jar")).toList();
        }
    }
}
