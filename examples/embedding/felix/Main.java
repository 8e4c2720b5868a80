import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** An application that starts an OSGi framework with the bundles of some folders, and ends with it. */
public final class Main {
    private Main() {}

    /**
     * Starts it.
     *
     * @param args a folder for the framework's own files, the archive to write, and folders of bundles
     */
    public static void main(String[] args) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, args[0],
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                "com.example.archive", args[1]));
        framework.start();
        try {
            start(framework.getBundleContext(), args);
        } catch (Exception e) {
            // The framework's threads would keep the process alive.
            framework.stop();
            throw e;
        }
        framework.waitForStop(0);
    }

    private static void start(BundleContext context, String[] args) throws Exception {
        List<Bundle> bundles = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[i]), "*.jar")) {
                for (Path jar : jars) {
                    bundles.add(context.installBundle(jar.toUri().toString()));
                }
            }
        }
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }
}
