local one = 1
-- not --- @include inner
--- @include inner
return one + #two
