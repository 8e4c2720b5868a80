/** The optimizer {@code adam}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adam;

import org.osgi.annotation.versioning.Version;
