/** The optimizer {@code momentum}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.momentum;

import org.osgi.annotation.versioning.Version;
