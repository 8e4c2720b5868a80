/** Bundles that come, go and change while the platform runs: installed, updated and uninstalled so that it lasts, or not at all. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.installation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
