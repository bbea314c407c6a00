### 专门的路：不予受理、办不成事。

## 不予受理

# $title 哪一类；$why 原因；$source 依据（可空）；$channel 去哪里
refused-ask =
    这件事（{ $title }）我们办不了：{ $why }。
    📖 依据：{ $source }
    👉 可以找：{ $channel }
    要是我理解错了，点第二个，照常登记，由人来看。
refused-take = 就按这个去办
refused-report = 不是这个意思，照常登记
refused-logged = 好的，已记录在案（{ $number }），这里就先结了。那边要是不管，或者还有别的事，随时直接说。
refused-logged-unnamed = 好的。只记了一次数，没有留您的姓名和内容，聊天里的话一小时后从我们这里删掉。还有别的事，随时直接说。
refused-not-kept = （检举内容不留存，已告知向纪检监察机关反映）

## 办不成事

stuck-ask-what = 什么事没办成？一句话就行，比如：居住证跑了三趟没办下来。
stuck-ask-window = 在哪个窗口或单位、什么时候去的？比如：区政务大厅3号窗口，上周三。
stuck-ask-said = 他们怎么说的？选一个，或自己写。
stuck-said-refused = 不给办
stuck-said-papers = 让我补材料
stuck-said-elsewhere = 让我找别的部门
stuck-said-silence = 一直没消息
stuck-ask-papers = 有材料、回执或告知单吗？拍一张发来；没有就点「没有」。
stuck-papers-none = 没有
stuck-unclear-papers = 请发一张照片，或点「没有」。
# $window $said 可空
stuck-words =
    { $what }
    窗口和时间：{ $window }
    对方说：{ $said }
stuck-filed =
    ✅ 「办不成事」登记好了，单号 { $number }
    👤 { $worker }督办，不会转给您说的那个窗口自己查
    ⏰ 最迟{ $due }前答复您
    有进展会告诉您，想补充直接说。
