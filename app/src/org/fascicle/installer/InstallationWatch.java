package org.fascicle.installer;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

import org.fascicle.installation.Failure;

/** Watches an installation while the platform runs: its folder of plug-ins, and its list, which other processes change. */
final class InstallationWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(InstallationWatch.class.getName());
    private static final long STOP_MILLIS = 5_000;
    /** How often a bundle that is in use is looked at. */
    private static final long USED_MILLIS = 1_000;

    private final PluginsFolder plugins;
    private final InstallerComponent installer;
    private final WatchService service;
    private volatile boolean closed;
    private final Thread thread = new Thread(this::run, "fascicle installation");

    /**
     * Installs what lies in the folder of plug-ins now, and begins to watch.
     *
     * @param cameFromPlugins whether something that is installed came from there
     */
    InstallationWatch(InstallerComponent installer, Path installation, Path folder, boolean cameFromPlugins) throws IOException {
        this.installer = installer;
        Files.createDirectories(folder);
        plugins = new PluginsFolder(installer, folder, installation, System::nanoTime);
        service = folder.getFileSystem().newWatchService();
        for (Path watched : new Path[] {folder, installation}) {
            watched.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        if (cameFromPlugins || !plugins.isEmpty()) {
            plugins.follow();
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                long again = follow();
                WatchKey key = again > 0 ? service.poll(again, TimeUnit.MILLISECONDS) : service.take();
                for (; key != null; key = service.poll()) {
                    key.pollEvents();
                    if (!key.reset()) {
                        LOG.warning("the folder " + key.watchable() + " is gone, and no longer watched");
                    }
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The platform stops.
        }
    }

    /** Follows folder and list, and says after how many milliseconds to look again; 0: when something has changed. */
    private long follow() {
        try {
            long again = plugins.follow();
            installer.followList();
            return again == 0 && installer.isWaiting() ? USED_MILLIS : again;
        } catch (Failure | RuntimeException e) {
            if (!closed) {
                LOG.warning("the installation cannot be followed: " + e);
            }
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            service.close();
            thread.join(STOP_MILLIS);
        } catch (IOException e) {
            LOG.warning("the installation is still watched: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
