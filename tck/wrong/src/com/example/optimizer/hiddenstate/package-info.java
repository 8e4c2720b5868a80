/** A wrong technique, a bundle of its own. */
@Version("1.0.0")
package com.example.optimizer.hiddenstate;

import org.osgi.annotation.versioning.Version;
