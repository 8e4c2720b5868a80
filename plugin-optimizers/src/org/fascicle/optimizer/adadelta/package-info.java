/** The optimizer {@code adadelta}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adadelta;

import org.osgi.annotation.versioning.Version;
