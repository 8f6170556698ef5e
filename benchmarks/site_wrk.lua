-- Asks each address of a file in turn (address, tab, ETag or nothing), from the beginning again after the last; prints what wrk counted.
local asks, place = {}, 0

function init(args)
   for line in io.lines(args[1]) do
      local address, etag = line:match("^(.-)\t(.*)$")
      local headers = {["Host"] = "127.0.0.1"}
      if etag ~= "" then headers["If-None-Match"] = etag end
      asks[#asks + 1] = wrk.format("GET", address, headers)
   end
end

function request()
   place = place % #asks + 1
   return asks[place]
end

function done(summary, latency, requests)
   local e = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "bytes": %d, "wrong": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.bytes,
      e.connect + e.read + e.write + e.status + e.timeout))
end
