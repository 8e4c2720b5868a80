/** One component offers rows, another trains on them; neither knows the other. */
package com.example.dataservice;
