/** What somebody else has written. */
package com.example.tagged;
