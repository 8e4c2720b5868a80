/** The next version of Signum. */
@Version("1.3.0")
package com.example.optimizer.signum.next;

import org.osgi.annotation.versioning.Version;
