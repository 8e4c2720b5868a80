/** The optimizer {@code adamax}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adamax;

import org.osgi.annotation.versioning.Version;
