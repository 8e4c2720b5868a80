/** The optimizer {@code radam}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.radam;

import org.osgi.annotation.versioning.Version;
